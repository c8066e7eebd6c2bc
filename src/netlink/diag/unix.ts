import { arrayOf, bytes, enumOf, flags, names, padding, struct, u8, u32 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { diagFamily, diagTypes, socketState, socketStates, socketTypes } from './common.js';
import { socketMemory } from './memory.js';

/** What the kernel is to tell of a socket (linux/unix_diag.h). */
export const unixShowFlags = names('UDIAG_SHOW', {
  name: 1,
  vfs: 2,
  peer: 4,
  icons: 8,
  rqlen: 16,
  meminfo: 32,
  uid: 64,
});

/** Directions that were shut down (linux/net.h of the kernel). */
export const shutdownFlags = names(
  'SHUTDOWN',
  { rcv: 1, send: 2 },
  { rcv: 'RCV_SHUTDOWN', send: 'SEND_SHUTDOWN' },
);

/**
 * A question about AF_UNIX sockets: struct unix_diag_req. As a dump it is about those in one of `states`; alone it is
 * about the one with that inode and cookie (all ones for any).
 */
export const unixDiagRequest = message({
  name: 'unixDiagRequest',
  types: diagTypes,
  header: struct({
    family: diagFamily,
    protocol: u8,
    _: padding(2),
    states: socketStates,
    ino: u32,
    show: flags(u32, unixShowFlags),
    cookieLow: u32,
    cookieHigh: u32,
  }),
  attributes: attributes('UNIX_DIAG_REQ', {}),
});

/** An AF_UNIX socket: struct unix_diag_msg and UNIX_DIAG_… (linux/unix_diag.h). */
export const unixDiag = message({
  name: 'unixDiag',
  types: diagTypes,
  header: struct({
    family: diagFamily,
    type: enumOf(u8, socketTypes),
    state: socketState,
    _: padding(1),
    ino: u32,
    cookieLow: u32,
    cookieHigh: u32,
  }),
  attributes: attributes('UNIX_DIAG', {
    /** The bound address behind sun_family: an abstract name begins with a NUL, a path ends with one. */
    name: [0, bytes],
    /** The file of a path, also when it has been unlinked; `dev` as the kernel has it: major << 20 | minor. */
    vfs: [1, struct({ ino: u32, dev: u32 })],
    /** The inode of the socket that it is connected to; 0 for a connection that was not accepted yet. */
    peer: [2, u32],
    /** The inodes of the clients whose connections wait to be accepted. */
    icons: [3, arrayOf(u32)],
    /**
     * Of a listener the connections that wait, and how many may. Of others the bytes to read (of datagrams, those of
     * the first), and the memory taken by what the peer has not read.
     */
    rqlen: [4, struct({ rqueue: u32, wqueue: u32 })],
    meminfo: [5, socketMemory],
    shutdown: [6, flags(u8, shutdownFlags)],
    uid: [7, u32],
  }),
});

export type UnixDiag = DecodedOf<typeof unixDiag>;
export type UnixDiagRequest = EncodableOf<typeof unixDiagRequest>;
