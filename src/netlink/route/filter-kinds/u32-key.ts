import { be32, i32, struct } from '../../../wire/index.js';

/** struct tc_u32_key: the 32 bits at `off` (from the next header with `offmask`) are `val` where `mask` has ones. */
export const u32Key = struct({ mask: be32, val: be32, off: i32, offmask: i32 });
