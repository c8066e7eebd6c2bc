/** What errors of raw and packet sockets mean and what helps, where errno's own text leaves one guessing. */
import { SocketError } from '../socket/index.js';

const opening: Readonly<Record<string, string>> = {
  'raw EPERM': 'raw sockets need CAP_NET_RAW: run as root, or with --sandbox',
  'packet EPERM': 'packet sockets need CAP_NET_RAW: run as root, or with --sandbox',
  'datagram EACCES':
    'the sysctl net.ipv4.ping_group_range leaves this group out: widen it (sysctl -w net.ipv4.ping_group_range="0 2147483647"), ' +
    'or run as root, or with --sandbox',
  'raw EPROTONOSUPPORT':
    'a raw socket is for one protocol and 0 is none: name one from 1 to 255, or use a packet socket to see all',
  'datagram EPROTONOSUPPORT': 'datagram sockets of IP are for udp, icmp and icmpv6',
};

const sending: Readonly<Record<string, string>> = {
  EACCES: 'a broadcast address, which takes SO_BROADCAST, or a route that prohibits it: see ip route get',
  EMSGSIZE:
    'larger than the MTU: with hdrincl, or with mtuDiscover do, nothing is fragmented; send less or let the kernel fragment',
  EDESTADDRREQ: 'the socket is not connected: say where to send to',
  ENETUNREACH: 'no route leads there: see ip route get',
  EHOSTUNREACH: 'no route to host: the neighbour does not answer, or a route forbids it',
  EPERM: 'a firewall rule of this host (nft, iptables) refused the packet',
};

/** Opens; an error is told with its reason and the remedy. */
export function explainOpening<T>(kind: 'raw' | 'datagram' | 'stream' | 'packet', open: () => T): T {
  return explaining(open, error => opening[`${kind} ${error.code}`]);
}

/** Sends; likewise. `address` is where to. */
export function explainSending<T>(send: () => T, address: () => string | undefined): T {
  return explaining(send, error => sending[error.code], address);
}

/** Makes a call about an interface; an error names it. */
export function namingInterface<T>(name: string, call: () => T): T {
  return explaining(
    call,
    error => (error.code === 'ENODEV' ? 'there is no such interface: see ip link' : undefined),
    () => name,
  );
}

function explaining<T>(
  call: () => T,
  find: (error: SocketError) => string | undefined,
  address: () => string | undefined = () => undefined,
): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    const explanation = find(error);
    const where = address();
    if (explanation === undefined && where === undefined) throw error;
    const { syscall, errno } = error;
    throw new SocketError({ syscall, errno, explanation, address: error.address ?? where, cause: error });
  }
}
