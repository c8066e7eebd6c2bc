import { flags, names, u32 } from '../../../wire/index.js';

/** Where a filter works, in software or in a device: TCA_CLS_FLAGS_… (linux/pkt_cls.h). */
export const filterFlags = flags(
  u32,
  names('TCA_CLS_FLAGS', { skipHw: 1, skipSw: 2, inHw: 4, notInHw: 8, verbose: 16 }),
);
