import { struct, u32 } from '../../wire/index.js';

/** Bytes of a socket's buffers: SK_MEMINFO_… (linux/sock_diag.h). */
export const socketMemory = struct(
  {
    rmemAlloc: u32,
    rcvbuf: u32,
    wmemAlloc: u32,
    sndbuf: u32,
    fwdAlloc: u32,
    wmemQueued: u32,
    optmem: u32,
    backlog: u32,
    drops: u32,
  },
  { min: 8 * 4 },
);
