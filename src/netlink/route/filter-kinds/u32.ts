import {
  arrayOf,
  be16,
  be32,
  flags,
  i16,
  names,
  padding,
  struct,
  text,
  u8,
  u16,
  u32 as u32Type,
  u64,
} from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { followed } from '../../followed.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { handle } from '../tc/handle.js';
import { filterFlags } from './flags.js';
import { u32Key } from './u32-key.js';

const selectorFlags = names('TC_U32', { terminal: 1, offset: 2, varoffset: 4, eat: 8 });

/** struct tc_u32_sel. */
const selector = followed(
  struct({
    flags: flags(u8, selectorFlags),
    offshift: u8,
    nkeys: u8,
    _: padding(1),
    /** The bits of the packet, at `offoff`, that say where the next header is. */
    offmask: be16,
    /** Bytes to the next header, besides. */
    off: u16,
    offoff: i16,
    /** The bits of the packet, at `hoff`, that choose a bucket of the next table. */
    hoff: i16,
    hmask: be32,
  }),
  'keys',
  arrayOf(u32Key),
  { count: 'nkeys' },
);

/** struct tc_u32_pcnt: packets that were looked at, that matched, and that matched each key. */
const counters = followed(struct({ rcnt: u64, rhit: u64 }), 'kcnts', arrayOf(u64));

/** Numbers of hash tables and filters are `800:`, with a bucket `800:1:` and a filter in it `800:1:800` in 12, 8 and 12 bits. */
export const u32 = attributes('TCA_U32', {
  classid: [1, handle],
  hash: [2, u32Type],
  link: [3, u32Type],
  divisor: [4, u32Type],
  sel: [5, selector],
  police: [6, nested(police)],
  act: [7, actions],
  indev: [8, text],
  pcnt: [9, counters],
  /** struct tc_u32_mark. */
  mark: [10, struct({ val: u32Type, mask: u32Type, success: u32Type })],
  flags: [11, filterFlags],
});
