/** Finds which of many packets another may be an answer to, without looking at each. */
import { isToMany } from './answers.js';
import type { Packet } from './packet.js';

/** Where the answer to what was sent to a group or to everybody comes from: anywhere. */
const anywhere = '*';

/** Questions by where they went and what tells them apart there. */
export class QuestionIndex {
  readonly #byKey = new Map<string, number[]>();

  add(index: number, question: Packet): void {
    const key = keyOfQuestion(question);
    const found = this.#byKey.get(key);
    if (found === undefined) this.#byKey.set(key, [index]);
    else found.push(index);
  }

  /** The questions that a packet may answer, by their indexes; `answerTo` decides. */
  *candidates(reply: Packet): Generator<number, void, undefined> {
    for (const key of keysOfAnswer(reply)) yield* this.#byKey.get(key) ?? [];
  }
}

function keyOfQuestion(question: Packet): string {
  const arp = question.find('arp');
  if (arp !== undefined) return `arp ${arp.targetProtocol}`;
  const to = addressIn(question, 'dst');
  return `${isToMany(to) ? anywhere : to} ${upperKey(question, 'srcPort', 'dstPort')}`;
}

function keysOfAnswer(reply: Packet): string[] {
  const arp = reply.find('arp');
  if (arp !== undefined) return [`arp ${arp.senderProtocol}`];
  const upper = upperKey(reply, 'dstPort', 'srcPort');
  const keys = [`${addressIn(reply, 'src')} ${upper}`, `${anywhere} ${upper}`];
  const quoted = reply.find('icmp')?.quoted ?? reply.find('icmpv6')?.quoted;
  if (quoted === undefined) return keys;
  const about = upperKey(quoted, 'srcPort', 'dstPort');
  return [...keys, `${addressIn(quoted, 'dst')} ${about}`, `${anywhere} ${about}`];
}

function addressIn(packet: Packet, end: 'src' | 'dst'): string {
  return (packet.part('ipv4') ?? packet.part('ipv6'))?.[end] ?? '';
}

/** Ports, or identifier, sequence number and the address that is asked for. */
function upperKey(packet: Packet, first: 'srcPort' | 'dstPort', second: 'srcPort' | 'dstPort'): string {
  for (const name of ['tcp', 'udp', 'sctp'] as const) {
    const found = packet.part(name);
    if (found !== undefined) return `${name} ${found[first]} ${found[second]}`;
  }
  const icmp = packet.part('icmp') ?? packet.part('icmpv6');
  if (icmp === undefined) return '';
  return `icmp ${icmp.id} ${icmp.seq} ${(icmp as { target?: string }).target}`;
}
