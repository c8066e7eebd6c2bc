/**
 * What a socket's error queue holds (recvmsg with MSG_ERRQUEUE): errors about what was sent, and the times when
 * it was. struct sock_extended_err of linux/errqueue.h.
 */
import { type ControlMessage, constants, errorMessage, errorName } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { icmpText } from './icmp-names.js';
import { decodeIpControl, type IpControl } from './ip-control.js';
import { decodeEndpoint, type IpEndpoint } from './ip-endpoint.js';
import type { Timestamps } from './timestamping.js';

const origins = ['none', 'local', 'icmp', 'icmp6', 'timestamping', 'zerocopy', 'txtime'] as const;

export type ErrorOrigin = (typeof origins)[number];

/** An error about a packet that was sent earlier, or about the socket (origin `none`). */
export interface QueuedError {
  readonly event: 'error';
  /** What the next call would have failed with, as in `EHOSTUNREACH`. */
  readonly code: string;
  /** The same as −errno. */
  readonly errno: number;
  /** Who says so: this host's kernel (`local`), or a host on the way (`icmp`, `icmp6`). */
  readonly origin: ErrorOrigin | number;
  /** ICMP's type and code, where an ICMP message says so. */
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** What that message says, as in `Destination Host Unreachable`; otherwise strerror(3)'s text. */
  readonly text: string;
  /** ee_info: for EMSGSIZE the MTU, for a parameter problem the pointer. */
  readonly info: number;
  /** The path's MTU, where it is what the error tells. */
  readonly mtu?: number;
  /** The host that sent the ICMP message. */
  readonly offender?: IpEndpoint;
  /** Where the packet was sent to. */
  readonly to?: IpEndpoint;
  /** The packet that was sent, as much as was sent back, without the headers that the kernel had put before it. */
  readonly data: Uint8Array;
  /** Where in `data` RFC 4884's extensions begin, when the option `recvErrRfc4884` is on and there are some. */
  readonly extensionsAt?: number;
  readonly control: IpControl;
}

/** The times of a packet that was sent (SO_TIMESTAMPING). */
export interface Transmitted extends Timestamps {
  readonly event: 'transmitted';
  /** Which packet: they are counted from 0 since `optId` was set; 0 without it. */
  readonly id: number;
  /** It went to the card (`sent`), entered the queue discipline (`scheduled`), or was acknowledged. */
  readonly stage: 'sent' | 'scheduled' | 'acknowledged' | number;
}

const stages = ['sent', 'scheduled', 'acknowledged'] as const;
const errorSize = 16;

const errorTypes: ReadonlySet<string> = new Set(
  [
    [constants.SOL_IP, constants.IP_RECVERR],
    [constants.SOL_IPV6, constants.IPV6_RECVERR],
    [constants.SOL_PACKET, constants.PACKET_TX_TIMESTAMP],
  ].map(String),
);

/** An entry of the error queue from its parts; undefined for one of a kind that is not known here. */
export function decodeQueued(
  messages: readonly ControlMessage[],
  name: Uint8Array,
  data: Uint8Array,
): QueuedError | Transmitted | undefined {
  const found = messages.find(({ level, type }) => errorTypes.has(String([level, type])));
  if (found === undefined || found.data.length < errorSize) return undefined;
  const view = new DataView(found.data.buffer, found.data.byteOffset, found.data.byteLength);
  const number = view.getUint32(0, littleEndian);
  const origin = origins[view.getUint8(4)] ?? view.getUint8(4);
  const info = view.getUint32(8, littleEndian);
  const extra = view.getUint32(12, littleEndian);
  const control = decodeIpControl(messages.filter(message => message !== found));
  if (origin === 'timestamping') {
    return { event: 'transmitted', id: extra, stage: stages[info] ?? info, ...control.timestamps };
  }
  const to = decodeEndpoint(name);
  const offender = decodeEndpoint(found.data.subarray(errorSize));
  const icmp = origin === 'icmp' || origin === 'icmp6';
  const [icmpType, icmpCode] = [view.getUint8(5), view.getUint8(6)];
  const tooBig = errorName(number) === 'EMSGSIZE';
  const extensionsAt = extra & 0xffff;
  return {
    event: 'error',
    code: errorName(number),
    errno: -number,
    origin,
    ...(icmp ? { icmpType, icmpCode } : {}),
    text: icmp ? icmpText(origin === 'icmp' ? 'inet' : 'inet6', icmpType, icmpCode) : errorMessage(number),
    info,
    ...(tooBig && info > 0 ? { mtu: info } : {}),
    ...(icmp && offender !== undefined ? { offender } : {}),
    ...(to === undefined ? {} : { to }),
    data: data.slice(),
    ...(icmp && extensionsAt > 0 ? { extensionsAt } : {}),
    control,
  };
}
