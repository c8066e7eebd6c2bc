import {
  constantName,
  enumOf,
  fixedArrayOf,
  flags,
  names,
  presence,
  struct,
  u8,
  u16,
  u32,
} from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { nested } from '../nested.js';
import { application } from './dcb-ieee.js';
import { resultOr } from './dcb-types.js';

/** Constants of attributes that have a number in their names, which the kernel sets off: DCB_PG_ATTR_BW_ID_0. */
function counted(prefix: string, stems: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    stems.flatMap(stem =>
      Array.from({ length: 8 }, (_, i) => [`${stem}${i}`, `${constantName(prefix, stem)}_${i}`] as const),
    ),
  );
}

const featureFlags = flags(u8, names('DCB_FEATCFG', { error: 1, enable: 2, willing: 4, advertise: 8 }));

export const features = attributes('DCB_FEATCFG_ATTR', {
  /** In a request: all of them. */
  all: [1, presence],
  pg: [2, featureFlags],
  pfc: [3, featureFlags],
  app: [4, featureFlags],
});

/** Whether frames of a priority are paused. */
export const pausing = attributes('DCB_PFC_UP_ATTR', {
  '0': [1, u8],
  '1': [2, u8],
  '2': [3, u8],
  '3': [4, u8],
  '4': [5, u8],
  '5': [6, u8],
  '6': [7, u8],
  '7': [8, u8],
  all: [9, presence],
});

const trafficClass = nested(
  attributes('DCB_TC_ATTR_PARAM', {
    pgid: [1, u8],
    upMapping: [2, u8],
    strictPrio: [3, u8],
    bwPct: [4, u8],
    all: [5, presence],
  }),
);

export const groups = attributes(
  'DCB_PG_ATTR',
  {
    tc0: [1, trafficClass],
    tc1: [2, trafficClass],
    tc2: [3, trafficClass],
    tc3: [4, trafficClass],
    tc4: [5, trafficClass],
    tc5: [6, trafficClass],
    tc6: [7, trafficClass],
    tc7: [8, trafficClass],
    tcAll: [10, trafficClass],
    bwId0: [11, u8],
    bwId1: [12, u8],
    bwId2: [13, u8],
    bwId3: [14, u8],
    bwId4: [15, u8],
    bwId5: [16, u8],
    bwId6: [17, u8],
    bwId7: [18, u8],
    bwIdAll: [20, presence],
  },
  counted('DCB_PG_ATTR', ['tc', 'bwId']),
);

export const applicationPriority = attributes('DCB_APP_ATTR', {
  idtype: [1, enumOf(u8, names('DCB_APP_IDTYPE', { ethtype: 0, portnum: 1 }))],
  id: [2, u16],
  priority: [3, u8],
});

export const congestion = attributes(
  'DCB_BCN_ATTR',
  {
    rp0: [1, u8],
    rp1: [2, u8],
    rp2: [3, u8],
    rp3: [4, u8],
    rp4: [5, u8],
    rp5: [6, u8],
    rp6: [7, u8],
    rp7: [8, u8],
    rpAll: [9, presence],
    bcna0: [10, u32],
    bcna1: [11, u32],
    alpha: [12, u32],
    beta: [13, u32],
    gd: [14, u32],
    gi: [15, u32],
    tmax: [16, u32],
    td: [17, u32],
    rmin: [18, u32],
    w: [19, u32],
    rd: [20, u32],
    ru: [21, u32],
    wrtt: [22, u32],
    ri: [23, u32],
    c: [24, u32],
    all: [25, presence],
  },
  counted('DCB_BCN_ATTR', ['rp', 'bcna']),
);

const peerGroups = struct({
  willing: u8,
  error: u8,
  pgEn: u8,
  tcsSupported: u8,
  pgBw: fixedArrayOf(u8, 8),
  prioPg: fixedArrayOf(u8, 8),
});

const peerPausing = struct({ willing: u8, error: u8, pfcEn: u8, tcsSupported: u8 });

const peerApplications = attributes(
  'DCB_ATTR_CEE_PEER_APP',
  {
    info: [1, struct({ willing: u8, error: u8 })],
    app: [2, multi(application)],
  },
  { app: 'DCB_ATTR_CEE_PEER_APP' },
);

/** The kernel writes DCB_ATTR_APP where its header has DCB_ATTR_CEE_APP. */
const applicationTable = attributes('DCB_ATTR', {
  ceeApp: [1, multi(nested(applicationPriority))],
  app: [12, multi(nested(applicationPriority))],
});

/** What the standard before IEEE's has: DCB_ATTR_CEE_…. */
export const cee = attributes('DCB_ATTR_CEE', {
  peerPg: [1, peerGroups],
  peerPfc: [2, peerPausing],
  peerAppTable: [3, nested(peerApplications)],
  txPg: [4, nested(groups)],
  rxPg: [5, nested(groups)],
  pfc: [6, nested(pausing)],
  appTable: [7, nested(applicationTable)],
  feat: [8, resultOr(nested(features))],
});
