/** A hand-made SYN, what comes back, and what the local kernel has to say about that. */

import { checkForgery, type ForgeryPermission, isLoopback } from './forgery-guard.js';
import { familyOf } from './ip-endpoint.js';
import { ipv4 } from './ipv4.js';
import { ipv6 } from './ipv6.js';
import type { Packet } from './packet.js';
import { PacketSender } from './packet-sender.js';
import { PacketSocket } from './packet-socket.js';
import { decodeCooked } from './send-receive.js';
import { sourceAddress } from './source-address.js';
import { tcp } from './tcp.js';

export interface SynOptions extends ForgeryPermission {
  readonly srcPort?: number | undefined;
  /** Milliseconds to wait for an answer: 1000. */
  readonly timeout?: number | undefined;
}

/** `open`: a SYN/ACK came. `closed`: a RST. `filtered`: nothing, or an ICMP error. */
export type PortState = 'open' | 'closed' | 'filtered';

export interface SynStep {
  /** `syn`: ours. `answer`: theirs. `reset`: our kernel's, which knows of no such connection. */
  readonly step: 'syn' | 'answer' | 'reset';
  readonly packet: Packet;
  /** Those of the packet, from the IP header on. */
  readonly bytes: Uint8Array;
  /** Milliseconds since the SYN. */
  readonly milliseconds: number;
}

export interface SynResult {
  readonly state: PortState;
  readonly steps: readonly SynStep[];
}

/** How long the kernel's RST may take behind the answer, in milliseconds. */
const resetPatience = 200;
const firstEphemeral = 50_000;

/**
 * Sends a SYN by a raw socket and watches the wire. When a port is open the peer answers with SYN and ACK, and the local
 * kernel, whose TCP was never asked, ends that with a RST.
 *
 * @throws ForgeryRefusedError where it may not go; SocketError as PacketSender does
 */
export async function probeSyn(address: string, port: number, options: SynOptions = {}): Promise<SynResult> {
  checkForgery(address, options);
  const {
    namespace,
    timeout = 1000,
    srcPort = firstEphemeral + ((performance.now() % 10_000) | 0),
  } = options;
  const src = sourceAddress(address, { namespace });
  const ip = familyOf(address) === 'inet' ? ipv4({ src, dst: address }) : ipv6({ src, dst: address });
  const seq = (Math.random() * 2 ** 32) >>> 0;
  const syn = tcp({ srcPort, dstPort: port, seq, flags: ['syn'], options: [{ type: 'mss', value: 1460 }] });
  using wire = PacketSocket.open({ type: 'cooked', protocol: 'all', namespace });
  using sender = PacketSender.open([ip, syn], { namespace });
  const start = performance.now();
  await sender.send();
  const steps: SynStep[] = [];
  let until = start + timeout;
  while (performance.now() < until && !steps.some(({ step }) => step === 'reset')) {
    for (const frame of wire.receive()) {
      // On the loopback interface everything passes twice: going out, and coming in.
      const own = frame.from.packetType === 'outgoing';
      if (isLoopback(address) && !own) continue;
      const packet = decodeCooked(frame);
      const step = packet === undefined ? undefined : stepOf(packet, srcPort, port);
      if (packet === undefined || step === undefined) continue;
      steps.push({ step, packet, bytes: frame.data, milliseconds: performance.now() - start });
      if (step === 'answer') until = performance.now() + resetPatience;
    }
    const left = Math.max(1, Math.ceil(until - performance.now()));
    await wire.waitReadable({ timeout: left }).catch(() => undefined);
  }
  return { state: stateOf(steps), steps };
}

function stepOf(packet: Packet, srcPort: number, dstPort: number): SynStep['step'] | undefined {
  const segment = packet.find('tcp');
  if (segment === undefined) {
    const quoted = (packet.find('icmp')?.quoted ?? packet.find('icmpv6')?.quoted)?.part('tcp');
    return quoted?.srcPort === srcPort && quoted?.dstPort === dstPort ? 'answer' : undefined;
  }
  if (segment.srcPort === dstPort && segment.dstPort === srcPort) return 'answer';
  if (segment.srcPort !== srcPort || segment.dstPort !== dstPort) return undefined;
  return segment.flags.includes('rst') ? 'reset' : 'syn';
}

function stateOf(steps: readonly SynStep[]): PortState {
  const flags = steps.find(({ step }) => step === 'answer')?.packet.find('tcp')?.flags;
  if (flags === undefined) return 'filtered';
  return flags.includes('rst') ? 'closed' : 'open';
}
