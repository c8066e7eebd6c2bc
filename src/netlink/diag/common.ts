import { enumOf, flags, names, u8, u32 } from '../../wire/index.js';

/** The type of every message of sock_diag(7), asked and answered (linux/sock_diag.h). */
export const diagTypes = { SOCK_DIAG_BY_FAMILY: 20 } as const;

/** Families whose sockets sock_diag(7) can list. */
export const diagFamilies = names('AF', { unspec: 0, unix: 1, inet: 2, inet6: 10, netlink: 16, packet: 17 });

export const diagFamily = enumOf(u8, diagFamilies);

/** Types of sockets (socket(2)). */
export const socketTypes = names('SOCK', { stream: 1, dgram: 2, raw: 3, rdm: 4, seqpacket: 5 });

/** States of sockets of every family, under the names of TCP's (linux/tcp_states.h). */
const states = {
  established: 1,
  synSent: 2,
  synRecv: 3,
  finWait1: 4,
  finWait2: 5,
  timeWait: 6,
  close: 7,
  closeWait: 8,
  lastAck: 9,
  listen: 10,
  closing: 11,
} as const;

export const socketState = enumOf(
  u8,
  names('TCP', states, { finWait1: 'TCP_FIN_WAIT1', finWait2: 'TCP_FIN_WAIT2' }),
);

type StateName = keyof typeof states;

/** A set of states, a bit each. */
export const socketStates = flags(
  u32,
  names(
    'TCPF',
    Object.fromEntries(Object.entries(states).map(([name, number]) => [name, 1 << number])) as Record<
      StateName,
      number
    >,
    { finWait1: 'TCPF_FIN_WAIT1', finWait2: 'TCPF_FIN_WAIT2' },
  ),
);
