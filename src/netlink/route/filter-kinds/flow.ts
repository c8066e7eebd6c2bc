import { enumOf, flags, names, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { handle } from '../tc/handle.js';
import { extendedMatches } from './extended-matches.js';

/** What of a packet is looked at: bits by the numbers of FLOW_KEY_…. */
const keys = names('FLOW_KEY', {
  src: 1,
  dst: 2,
  proto: 4,
  protoSrc: 8,
  protoDst: 0x10,
  iif: 0x20,
  priority: 0x40,
  mark: 0x80,
  nfct: 0x100,
  nfctSrc: 0x200,
  nfctDst: 0x400,
  nfctProtoSrc: 0x800,
  nfctProtoDst: 0x1000,
  rtclassid: 0x2000,
  skuid: 0x4000,
  skgid: 0x8000,
  vlanTag: 0x1_0000,
  rxhash: 0x2_0000,
});

const modes = names('FLOW_MODE', { map: 0, hash: 1 });

/** What packets are of one flow chooses the class, without a filter for each: TCA_FLOW_… (linux/pkt_cls.h). */
export const flow = attributes('TCA_FLOW', {
  keys: [1, flags(u32, keys)],
  mode: [2, enumOf(u32, modes)],
  baseclass: [3, handle],
  rshift: [4, u32],
  addend: [5, u32],
  mask: [6, u32],
  xor: [7, u32],
  divisor: [8, u32],
  act: [9, actions],
  police: [10, nested(police)],
  ematches: [11, nested(extendedMatches)],
  /** Seconds between changes of the hash. */
  perturb: [12, u32],
});
