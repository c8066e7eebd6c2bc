import { bytes, enumOf, flags, names, padding, presence, struct, text, u8 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { nested } from '../nested.js';
import { family } from './common.js';
import { applicationPriority, cee, congestion, features, groups, pausing } from './dcb-cee.js';
import { ieee } from './dcb-ieee.js';
import { resultOr } from './dcb-types.js';

const commands = names('DCB_CMD', {
  undefined: 0,
  gstate: 1,
  sstate: 2,
  pgtxGcfg: 3,
  pgtxScfg: 4,
  pgrxGcfg: 5,
  pgrxScfg: 6,
  pfcGcfg: 7,
  pfcScfg: 8,
  setAll: 9,
  gpermHwaddr: 10,
  gcap: 11,
  gnumtcs: 12,
  snumtcs: 13,
  pfcGstate: 14,
  pfcSstate: 15,
  bcnGcfg: 16,
  bcnScfg: 17,
  gapp: 18,
  sapp: 19,
  ieeeSet: 20,
  ieeeGet: 21,
  gdcbx: 22,
  sdcbx: 23,
  gfeatcfg: 24,
  sfeatcfg: 25,
  ceeGet: 26,
  ieeeDel: 27,
});

const engine = flags(
  u8,
  names('DCB_CAP_DCBX', { host: 1, lldManaged: 2, verCee: 4, verIeee: 8, static: 16 }),
);

const capabilities = attributes('DCB_CAP_ATTR', {
  /** In a request: all of them. */
  all: [1, presence],
  pg: [2, u8],
  pfc: [3, u8],
  up2tc: [4, u8],
  pgTcs: [5, u8],
  pfcTcs: [6, u8],
  gsp: [7, u8],
  bcn: [8, u8],
  dcbx: [9, engine],
});

const trafficClasses = attributes('DCB_NUMTCS_ATTR', { all: [1, presence], pg: [2, u8], pfc: [3, u8] });

const asked = { flag: 'in requests' } as const;

/**
 * Data center bridging: struct dcbmsg and DCB_ATTR_… (linux/dcbnl.h). The header's command says what is asked; the
 * kernel answers those that change something with a number in the attribute that was given, 0 where it worked.
 */
export const dcb = message({
  name: 'dcb',
  types: { RTM_GETDCB: 78, RTM_SETDCB: 79 },
  header: struct({ family, cmd: enumOf(u8, commands), _: padding(2) }),
  attributes: attributes('DCB_ATTR', {
    ifname: [1, text],
    state: [2, u8],
    pfcState: [3, u8],
    pfcCfg: [4, resultOr(nested(pausing, asked))],
    numTc: [5, u8],
    pgCfg: [6, resultOr(nested(groups, asked))],
    setAll: [7, u8],
    /** As many bytes as the longest address has. */
    permHwaddr: [8, bytes],
    cap: [9, resultOr(nested(capabilities, asked))],
    numtcs: [10, resultOr(nested(trafficClasses, asked))],
    bcn: [11, resultOr(nested(congestion, asked))],
    app: [12, resultOr(nested(applicationPriority, asked))],
    ieee: [13, resultOr(nested(ieee, asked))],
    dcbx: [14, engine],
    featcfg: [15, resultOr(nested(features, asked))],
    cee: [16, nested(cee, asked)],
  }),
});

export type Dcb = DecodedOf<typeof dcb>;
export type DcbInput = EncodableOf<typeof dcb>;
