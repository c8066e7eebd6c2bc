import { arrayOf, enumOf, names, padding, struct, u8, u16, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { followed } from '../../followed.js';
import { nested } from '../../nested.js';
import { general, times } from './general.js';

/** The header that an offset counts from. */
const headerTypes = names('TCA_PEDIT_KEY_EX_HDR_TYPE', {
  network: 0,
  eth: 1,
  ip4: 2,
  ip6: 3,
  tcp: 4,
  udp: 5,
});

const commands = names('TCA_PEDIT_KEY_EX_CMD', { set: 0, add: 1 });

/**
 * struct tc_pedit_key: the 32 bits at `off` are made `(word & mask) ^ val`, or have `val` added to them. `mask` and
 * `val` are words of the packet as they stand in memory.
 */
const key = struct({ mask: u32, val: u32, off: u32, at: u32, offmask: u32, shift: u32 });

/** struct tc_pedit_sel. */
const selection = followed(
  struct({ ...general, nkeys: u8, flags: u8, _: padding(2) }),
  'keys',
  arrayOf(key),
  { count: 'nkeys' },
);

const extendedKey = attributes('TCA_PEDIT_KEY_EX', {
  htype: [1, enumOf(u16, headerTypes)],
  cmd: [2, enumOf(u16, commands)],
});

/** Edits packets: TCA_PEDIT_… (linux/tc_act/tc_pedit.h). With `parmsEx`, `keysEx` says more of each key. */
export const pedit = attributes('TCA_PEDIT', {
  tm: [1, times],
  parms: [2, selection],
  parmsEx: [4, selection],
  keysEx: [
    5,
    nested(attributes('TCA_PEDIT', { keyEx: [6, multi(nested(extendedKey, { flag: 'in requests' }))] }), {
      flag: 'in requests',
    }),
  ],
});
