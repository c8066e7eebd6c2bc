import type { IpSocket } from '../ip-socket.js';
import type { Heard, Probe } from './probe.js';

/** Sends probes of one method through one kind of socket, and understands what comes back. */
export interface Prober {
  /** How it does that. */
  readonly kind: 'raw' | 'datagram';
  /** Sends; the time just before, in milliseconds since 1970. Throws SocketError. */
  send(probe: Probe): number;
  /** The sockets that answers come to, now. */
  readonly sockets: readonly IpSocket[];
  /** Waits until a socket may have something. */
  wait(socket: IpSocket): Promise<void>;
  /** Takes what a socket has. */
  receive(socket: IpSocket): Heard[];
  /** Nothing will be heard of a probe any more, or nobody listens. */
  forget(probe: Probe): void;
  close(): void;
}
