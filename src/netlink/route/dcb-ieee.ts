import { enumOf, fixedArrayOf, names, padding, struct, u8, u16, u32, u64 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { applications } from './dcb-types.js';

/** Traffic classes, priorities, and buffers: eight of each. */
const eight = { u8: fixedArrayOf(u8, 8), u32: fixedArrayOf(u32, 8), u64: fixedArrayOf(u64, 8) };

const algorithm = enumOf(u8, names('IEEE_8021QAZ_TSA', { strict: 0, cbShaper: 1, ets: 2, vendor: 255 }));

const selector = enumOf(
  u8,
  names('IEEE_8021QAZ_APP_SEL', { ethertype: 1, stream: 2, dgram: 3, any: 4, dscp: 5 }),
);

const ets = struct({
  willing: u8,
  etsCap: u8,
  cbs: u8,
  tcTxBw: eight.u8,
  tcRxBw: eight.u8,
  tcTsa: fixedArrayOf(algorithm, 8),
  prioTc: eight.u8,
  tcRecoBw: eight.u8,
  tcRecoTsa: fixedArrayOf(algorithm, 8),
  recoPrioTc: eight.u8,
});

const pfc = struct({
  pfcCap: u8,
  /** A bit for each priority. */
  pfcEn: u8,
  mbc: u8,
  _: padding(1),
  delay: u16,
  _2: padding(2),
  requests: eight.u64,
  indications: eight.u64,
});

export const application = struct({ selector, priority: u8, protocol: u16 });

const maxrate = struct({ tcMaxrate: eight.u64 });

const qcn = struct({
  rpgEnable: eight.u8,
  rpppMaxRps: eight.u32,
  rpgTimeReset: eight.u32,
  rpgByteReset: eight.u32,
  rpgThreshold: eight.u32,
  rpgMaxRate: eight.u32,
  rpgAiRate: eight.u32,
  rpgHaiRate: eight.u32,
  rpgGd: eight.u32,
  rpgMinDecFac: eight.u32,
  rpgMinRate: eight.u32,
  cnddStateMachine: eight.u32,
});

const qcnStats = struct({ rpppRpCentiseconds: eight.u64, rpppCreatedRps: eight.u32 });

const buffer = struct({ prio2buffer: eight.u8, bufferSize: eight.u32, totalSize: u32 });

/** What IEEE 802.1Qaz negotiates: DCB_ATTR_IEEE_…. */
export const ieee = attributes(
  'DCB_ATTR_IEEE',
  {
    ets: [1, ets],
    pfc: [2, pfc],
    appTable: [3, applications(application, 0)],
    peerEts: [4, ets],
    peerPfc: [5, pfc],
    peerApp: [6, applications(application, 0)],
    maxrate: [7, maxrate],
    qcn: [8, qcn],
    qcnStats: [9, qcnStats],
    buffer: [10, buffer],
    /** What a frame's priority is taken from, in this order. */
    appTrustTable: [11, applications(selector, 0)],
    rewrTable: [12, applications(application, 0)],
  },
  {
    buffer: 'DCB_ATTR_DCB_BUFFER',
    appTrustTable: 'DCB_ATTR_DCB_APP_TRUST_TABLE',
    rewrTable: 'DCB_ATTR_DCB_REWR_TABLE',
  },
);
