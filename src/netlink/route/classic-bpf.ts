import { arrayOf, struct, u8, u16, u32 } from '../../wire/index.js';

/** Instructions of classic BPF: struct sock_filter (linux/filter.h). */
export const classicProgram = arrayOf(struct({ code: u16, jt: u8, jf: u8, k: u32 }));
