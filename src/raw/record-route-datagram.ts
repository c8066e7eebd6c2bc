/** IPv4's record route option on UDP datagrams, as the lecture sends them, and as who receives them sees them. */
import { type NetworkNamespace, SocketError } from '../socket/index.js';
import { Window } from '../wire/index.js';
import { icmpText } from './icmp-names.js';
import { recordRoute } from './ip-header-options.js';
import { IpSocket } from './ip-socket.js';
import { type Ipv4, ipv4Options } from './ipv4.js';
import { decodePacket, type Packet } from './packet.js';

/** What the lecture's program sends, and where. */
export const lectureRecording = { port: 999, routes: 9, data: 'message 1:' } as const;

export interface RecordingOptions {
  /** The receiver's port: 999. */
  readonly port?: number | undefined;
  /** Room for so many addresses: 9 is all that there is, and makes 40 bytes of options. */
  readonly routes?: number | undefined;
  /** What it carries: `message 1:`. */
  readonly data?: string | undefined;
  /** Milliseconds to wait for an error that quotes the datagram: 1000. */
  readonly timeout?: number | undefined;
  readonly namespace?: NetworkNamespace | undefined;
}

/** The addresses of a record route option that are filled in. */
export interface Recorded {
  readonly addresses: readonly string[];
  /** Whether there is no room for more. */
  readonly full: boolean;
}

export interface RecordingSent {
  /** Bytes of data. */
  readonly bytes: number;
  readonly optionBytes: number;
  readonly port: number;
  /** An ICMP error that came back: it quotes the header, with the addresses that were recorded until there. */
  readonly quoted: (Recorded & { readonly from: string; readonly text: string }) | undefined;
}

export interface ReceiveOptions {
  /** 999 unless given. */
  readonly port?: number | undefined;
  readonly namespace?: NetworkNamespace | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called once the port is open. */
  readonly ready?: ((port: number) => void) | undefined;
}

export interface RecordingReceived extends Recorded {
  readonly from: string;
  readonly port: number;
  readonly data: Uint8Array;
}

/**
 * Sends one UDP datagram whose header collects addresses (IP_OPTIONS, ip(7)). That takes no privilege. With CAP_NET_RAW
 * an ICMP error is heard, such as the one of a host where nobody has the port.
 *
 * @throws SocketError as IpSocket does
 */
export async function sendRecording(address: string, options: RecordingOptions = {}): Promise<RecordingSent> {
  const {
    port = lectureRecording.port,
    routes = lectureRecording.routes,
    data = lectureRecording.data,
    timeout = 1000,
    namespace,
  } = options;
  const option = recordRoute(routes);
  using errors = errorListener(namespace);
  using socket = IpSocket.open({
    family: 'inet',
    type: 'datagram',
    protocol: 'udp',
    namespace,
    options: option,
    slots: 1,
    payloadSize: 64,
  });
  const bytes = new TextEncoder().encode(data);
  await socket.send(bytes, { address, port });
  const { port: own } = socket.localEndpoint();
  const quoted = errors && (await quotingError(errors, own ?? 0, port, timeout));
  return { bytes: bytes.length, optionBytes: option.length, port, quoted };
}

/**
 * Yields the datagrams that come to a port, with the addresses that their headers collected (IP_RECVOPTS). The kernel
 * adds the receiver's own. Ends with the signal.
 *
 * @throws SocketError EACCES for a port below 1024 without CAP_NET_BIND_SERVICE, EADDRINUSE for one that is taken
 */
export async function* receiveRecordings(
  options: ReceiveOptions = {},
): AsyncGenerator<RecordingReceived, void, undefined> {
  const { port = lectureRecording.port, namespace, signal, ready } = options;
  using socket = IpSocket.open({
    family: 'inet',
    type: 'datagram',
    protocol: 'udp',
    namespace,
    recvOptions: true,
  });
  socket.bind({ address: '0.0.0.0', port });
  ready?.(port);
  try {
    for await (const event of socket.events(signal === undefined ? {} : { signal })) {
      if (event.event !== 'message') continue;
      const { options = new Uint8Array() } = event.control;
      yield {
        ...recorded(ipv4Options.decode(new Window(options), 0, options.length) as Ipv4['options']),
        from: event.from.address,
        port: event.from.port ?? 0,
        data: event.data,
      };
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** What the record route option among others has collected; nothing where there is none. */
export function recorded(options: Ipv4['options'] = []): Recorded {
  const option = options.find(item => item.type === 'recordRoute');
  if (option?.type !== 'recordRoute') return { addresses: [], full: false };
  const { pointer, addresses } = option.value;
  // The pointer counts from 1 at the option's type, in front of which three bytes stand.
  const used = Math.max(0, Math.floor((pointer - 4) / 4));
  return { addresses: addresses.slice(0, used), full: used >= addresses.length };
}

/** A raw ICMP socket; undefined where this process may have none. */
function errorListener(namespace: NetworkNamespace | undefined): IpSocket | undefined {
  try {
    return IpSocket.open({
      family: 'inet',
      protocol: 'icmp',
      namespace,
      icmpFilter: { block: ['echo', 'echoreply'] },
    });
  } catch (error) {
    if (error instanceof SocketError && error.code === 'EPERM') return undefined;
    throw error;
  }
}

async function quotingError(
  errors: IpSocket,
  srcPort: number,
  dstPort: number,
  timeout: number,
): Promise<RecordingSent['quoted']> {
  const until = performance.now() + timeout;
  for (let left = timeout; left > 0; left = until - performance.now()) {
    await errors.waitReadable({ timeout: Math.ceil(left) }).catch(() => undefined);
    for (const { data } of errors.receive()) {
      const packet = decodePacket(data, 'ipv4');
      const error = packet.find('icmp');
      const quoted = error?.quoted as Packet | undefined;
      const ports = quoted?.part('udp');
      if (error === undefined || ports?.srcPort !== srcPort || ports.dstPort !== dstPort) continue;
      const text = icmpText('inet', data[4 * (data[0]! & 15)]!, error.code);
      return {
        ...recorded(quoted?.part('ipv4')?.options as Ipv4['options']),
        from: packet.find('ipv4')!.src,
        text,
      };
    }
  }
  return undefined;
}
