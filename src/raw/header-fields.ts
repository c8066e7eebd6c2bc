/** What the kernel does with the fields of a header that is handed to it (IP_HDRINCL, IPV6_HDRINCL): observed, not recited. */
import { type NetworkNamespace, SocketError } from '../socket/index.js';
import { IpSocket } from './ip-socket.js';
import { type Ipv4Input, ipv4 } from './ipv4.js';
import { type Ipv6Input, ipv6 } from './ipv6.js';
import { buildPacket, decodePacket, type Packet } from './packet.js';
import { PacketSocket } from './packet-socket.js';
import { decodeCooked } from './send-receive.js';

/** What became of a field: left as it was, filled in for 0, replaced, or the packet refused. */
export type FieldFate = 'kept' | 'filled in' | 'overwritten' | 'refused' | 'not seen';

export interface FieldObservation {
  readonly family: 'inet' | 'inet6';
  readonly field: string;
  /** What was given, and in which circumstances. */
  readonly given: string;
  /** What stood in the packet that left; the error's code and text where it was refused. */
  readonly wire: string;
  readonly fate: FieldFate;
}

interface Probe {
  readonly field: string;
  /** What is odd about it, for people. */
  readonly given?: string;
  readonly header: Ipv4Input & Ipv6Input;
  readonly data?: number;
  /** Where the kernel is told to send it. */
  readonly to?: string;
  /** How many bytes of it are handed over; all unless given. */
  readonly cut?: number;
}

/** The protocol number for experiments (RFC 3692), which nothing else uses here. */
const experimental = 253;

const inetProbes: readonly Probe[] = [
  { field: 'version', header: { version: 6 } },
  { field: 'ihl', given: '15 words in 28 bytes', header: { ihl: 15 } },
  { field: 'ihl', given: '4 words', header: { ihl: 4 } },
  { field: 'dscp', header: { dscp: 63 } },
  { field: 'totalLength', header: { totalLength: 9999 } },
  { field: 'id', given: '0, may be fragmented', header: { id: 0 } },
  { field: 'id', given: "0, don't fragment", header: { id: 0, flags: ['df'] } },
  { field: 'id', header: { id: 4660 } },
  { field: 'flags', header: { flags: ['reserved'] } },
  { field: 'fragmentOffset', header: { fragmentOffset: 5 } },
  { field: 'ttl', header: { ttl: 0 } },
  { field: 'protocol', given: '253 on a socket of protocol 255', header: {} },
  { field: 'checksum', header: { checksum: 0xdead } },
  { field: 'src', header: { src: '0.0.0.0' } },
  { field: 'src', given: "10.7.7.7, not this host's", header: { src: '10.7.7.7' } },
  {
    field: 'dst',
    given: '127.0.0.2 in the header, 127.0.0.1 in the call',
    header: { dst: '127.0.0.2' },
    to: '127.0.0.1',
  },
  {
    field: 'options',
    given: 'router alert',
    header: { options: [{ type: 'routerAlert', value: 0 }] },
  },
  { field: 'length', given: '19 bytes, less than a header', header: {}, cut: 19 },
  {
    field: 'length',
    given: '65,536 bytes, more than a packet or the MTU holds',
    header: { totalLength: 0 },
    data: 65_508,
  },
  {
    field: 'dst',
    given: '127.255.255.255, without SO_BROADCAST',
    header: { dst: '127.255.255.255' },
    to: '127.255.255.255',
  },
];

const inet6Probes: readonly Probe[] = [
  { field: 'version', header: { version: 4 } },
  { field: 'dscp', header: { dscp: 63 } },
  { field: 'flowLabel', header: { flowLabel: 0xbeef } },
  { field: 'payloadLength', header: { payloadLength: 9999 } },
  { field: 'nextHeader', given: '253 on a socket of protocol 255', header: {} },
  { field: 'hopLimit', header: { hopLimit: 0 } },
  { field: 'src', header: { src: '::' } },
  { field: 'src', given: "fd99::1, not this host's", header: { src: 'fd99::1' } },
  { field: 'length', given: '39 bytes, less than a header', header: {}, cut: 39 },
];

const loopback = { inet: '127.0.0.1', inet6: '::1' } as const;
const patience = 200;

/**
 * Sends a packet for each field over the loopback interface, and compares what was given with what left. Of IPv6 nothing
 * is told where the loopback interface has no address of it.
 *
 * @throws SocketError EPERM without CAP_NET_RAW; ENETUNREACH where the loopback interface is down
 */
export async function headerFields(namespace?: NetworkNamespace): Promise<FieldObservation[]> {
  const found: FieldObservation[] = [];
  for (const probe of inetProbes) found.push(await observe('inet', probe, namespace));
  for (const probe of inet6Probes) {
    const observation = await observe('inet6', probe, namespace);
    if (/^(EADDRNOTAVAIL|ENETUNREACH)/.test(observation.wire)) break;
    found.push(observation);
  }
  return found;
}

async function observe(
  family: 'inet' | 'inet6',
  probe: Probe,
  namespace: NetworkNamespace | undefined,
): Promise<FieldObservation> {
  const to = probe.to ?? loopback[family];
  const { bytes, nonce } = probePacket(family, probe);
  const given = probe.given ?? shown((probe.header as Record<string, unknown>)[probe.field]);
  const base = { family, field: probe.field, given };
  using wire = PacketSocket.open({ type: 'cooked', protocol: 'all', interface: 'lo', namespace });
  using socket = IpSocket.open({
    family,
    protocol: 'raw',
    hdrincl: true,
    namespace,
    slots: 1,
    payloadSize: 64,
  });
  try {
    await socket.send(bytes, to);
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    if (error.code === 'EPERM' || (family === 'inet' && error.code === 'ENETUNREACH')) throw error;
    return { ...base, wire: error.code, fate: 'refused' };
  }
  const left = await departure(wire, nonce);
  if (left === undefined) return { ...base, wire: 'nothing', fate: 'not seen' };
  const layer = left.part(family === 'inet' ? 'ipv4' : 'ipv6') as Record<string, unknown> | undefined;
  const value = layer?.[probe.field];
  const before = fieldBefore(family, bytes, probe);
  return { ...base, wire: shown(value), fate: fateOf(before, value) };
}

function probePacket(
  family: 'inet' | 'inet6',
  { header, data = 0, cut }: Probe,
): { bytes: Uint8Array; nonce: string } {
  const nonce = `afkit${((Math.random() * 1e9) | 0).toString(36).padStart(6, '0')}`.slice(0, 8);
  const filling = new Uint8Array(data);
  const ip =
    family === 'inet'
      ? ipv4({ src: '127.0.0.1', dst: '127.0.0.1', protocol: experimental, id: 1, ...header })
      : ipv6({ src: '::1', dst: '::1', nextHeader: experimental, ...header });
  const bytes = buildPacket([ip, filling, nonce]);
  return { bytes: cut === undefined ? bytes : bytes.subarray(0, cut), nonce };
}

/** The packet as it left, by what it ends with. */
async function departure(wire: PacketSocket, nonce: string): Promise<Packet | undefined> {
  const until = performance.now() + patience;
  while (performance.now() < until) {
    for (const frame of wire.receive()) {
      const tail = new TextDecoder().decode(frame.data.subarray(-nonce.length));
      if (tail === nonce && frame.from.packetType === 'outgoing') return decodeCooked(frame);
    }
    await wire.waitReadable({ timeout: patience }).catch(() => undefined);
  }
  return undefined;
}

/** What the field was in the bytes that were handed over. */
function fieldBefore(family: 'inet' | 'inet6', bytes: Uint8Array, { field }: Probe): unknown {
  const packet = decodePacket(bytes, family === 'inet' ? 'ipv4' : 'ipv6');
  return (packet.part(family === 'inet' ? 'ipv4' : 'ipv6') as Record<string, unknown> | undefined)?.[field];
}

function fateOf(before: unknown, after: unknown): FieldFate {
  if (shown(before) === shown(after)) return 'kept';
  return before === 0 || before === '0.0.0.0' ? 'filled in' : 'overwritten';
}

function shown(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  if (value.length === 0) return 'none';
  return value
    .map(item => (typeof item === 'object' ? `${item.type} ${item.value ?? ''}`.trim() : item))
    .join(' ');
}
