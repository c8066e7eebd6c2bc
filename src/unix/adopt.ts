/** Descriptors that came from elsewhere, as the objects that fit them. */
import { createSocket, type Socket as DgramSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, Socket as NetSocket, type Server } from 'node:net';
import { isatty, ReadStream, WriteStream } from 'node:tty';
import { constants, OwnedFd, Socket, type SocketFacts } from '../socket/index.js';
import { UnixDatagram } from './datagram.js';
import { type DescriptorInfo, describeDescriptor } from './descriptor-info.js';
import type { ListenerType } from './listener.js';
import { UnixListener } from './listener.js';
import { PassedFile } from './passed-file.js';
import { UnixSeqpacket } from './seqpacket.js';
import { UnixStream } from './stream.js';

/** A descriptor, and the object that has taken it over. */
export type Adopted =
  | { kind: 'unix stream'; value: UnixStream }
  | { kind: 'unix listener'; value: UnixListener<ListenerType> }
  | { kind: 'unix datagram'; value: UnixDatagram }
  | { kind: 'unix seqpacket'; value: UnixSeqpacket }
  /** a TCP connection, a pipe; with `prefer: 'node'` also an AF_UNIX stream */
  | { kind: 'stream'; value: NetSocket }
  /** a TCP listener; with `prefer: 'node'` also one of AF_UNIX streams */
  | { kind: 'server'; value: Server }
  | { kind: 'udp'; value: DgramSocket }
  | { kind: 'terminal'; value: ReadStream | WriteStream }
  | { kind: 'file'; value: PassedFile }
  /** a socket that Node.js has nothing for: raw, packet, netlink, … */
  | { kind: 'socket'; value: Socket }
  /** a directory, a device, an eventfd, a pidfd, …: {@link describeDescriptor} tells */
  | { kind: 'other'; value: OwnedFd; info: DescriptorInfo };

export interface AdoptOptions {
  /** Whether AF_UNIX streams become objects of this library (`afkit`, the default) or of node:net (`node`). */
  prefer?: 'afkit' | 'node' | undefined;
}

/**
 * Takes over a descriptor: asks it what it is, and returns what fits. Closing that closes it.
 *
 * Sockets are made non-blocking, for everybody who shares them. A pipe is read or written through node:net.
 *
 * @throws (as a rejection) SocketError EBADF; the descriptor is the caller's then
 */
export async function adopt(fd: OwnedFd | number, { prefer = 'afkit' }: AdoptOptions = {}): Promise<Adopted> {
  const info = describeDescriptor(fd);
  if (info.access === 'path') return other(fd, info);
  switch (info.type) {
    case 'socket':
      return adoptSocket(fd, info.socket!, prefer);
    case 'pipe':
      return { kind: 'stream', value: netSocket(release(fd), info.access) };
    case 'terminal':
      return adoptTerminal(fd, info);
    case 'file':
    case 'block device':
      return { kind: 'file', value: new PassedFile(owned(fd)) };
    default:
      return other(fd, info);
  }
}

async function adoptSocket(
  fd: OwnedFd | number,
  kind: SocketFacts,
  prefer: 'afkit' | 'node',
): Promise<Adopted> {
  const { AF_UNIX, AF_INET, AF_INET6, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, IPPROTO_TCP, IPPROTO_UDP } =
    constants;
  const { domain, type, protocol, listening } = kind;
  if (domain === AF_UNIX && !(prefer === 'node' && type === SOCK_STREAM)) {
    if (listening) return { kind: 'unix listener', value: UnixListener.adopt(fd) };
    if (type === SOCK_STREAM) return { kind: 'unix stream', value: UnixStream.adopt(fd) };
    if (type === SOCK_SEQPACKET) return { kind: 'unix seqpacket', value: UnixSeqpacket.adopt(fd) };
    return { kind: 'unix datagram', value: UnixDatagram.adopt(fd) };
  }
  const internet = domain === AF_INET || domain === AF_INET6;
  if (type === SOCK_STREAM && (domain === AF_UNIX || (internet && protocol === IPPROTO_TCP))) {
    if (listening) return { kind: 'server', value: await netServer(release(fd)) };
    return { kind: 'stream', value: netSocket(release(fd), 'read and write') };
  }
  if (internet && type === SOCK_DGRAM && protocol === IPPROTO_UDP) {
    return { kind: 'udp', value: await udpSocket(release(fd), domain === AF_INET ? 'udp4' : 'udp6') };
  }
  return { kind: 'socket', value: Socket.adopt(fd) };
}

function netSocket(fd: number, access: DescriptorInfo['access']): NetSocket {
  return new NetSocket({ fd, readable: access !== 'write', writable: access !== 'read' });
}

async function netServer(fd: number): Promise<Server> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen({ fd });
  await listening;
  return server;
}

async function udpSocket(fd: number, type: 'udp4' | 'udp6'): Promise<DgramSocket> {
  const socket = createSocket(type);
  // Before bind, which emits it at once.
  const listening = once(socket, 'listening');
  socket.bind({ fd });
  await listening;
  return socket;
}

function adoptTerminal(fd: OwnedFd | number, info: DescriptorInfo): Adopted {
  const number = fd instanceof OwnedFd ? fd.fd : fd;
  if (!isatty(number)) return other(fd, info);
  const value = info.access === 'write' ? new WriteStream(release(fd)) : new ReadStream(release(fd));
  return { kind: 'terminal', value };
}

function other(fd: OwnedFd | number, info: DescriptorInfo): Adopted {
  return { kind: 'other', value: owned(fd), info };
}

/** The number, which is from now on somebody else's to close. */
function release(fd: OwnedFd | number): number {
  return fd instanceof OwnedFd ? fd.release() : fd;
}

function owned(fd: OwnedFd | number): OwnedFd {
  return fd instanceof OwnedFd ? fd : new OwnedFd(fd);
}
