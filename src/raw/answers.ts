/** Whether one packet answers another. */
import type { Packet } from './packet.js';

/** How a packet answers another: as asked for, or as an ICMP error about it. */
export type AnswerKind = 'answer' | 'error';

const icmpAnswers: Readonly<Record<string, string>> = {
  echo: 'echoreply',
  timestamp: 'timestampreply',
  infoRequest: 'infoReply',
  address: 'addressreply',
  extEcho: 'extEchoreply',
  routerSolicitation: 'routerAdvertisement',
};
const icmpv6Answers: Readonly<Record<string, string>> = {
  echoRequest: 'echoReply',
  neighbourSolicitation: 'neighbourAdvertisement',
  routerSolicitation: 'routerAdvertisement',
  mgmQuery: 'mldv2Report',
  extEchoRequest: 'extEchoReply',
};

/** Whether `reply` answers `request`; undefined when it is about something else. */
export function answerTo(request: Packet, reply: Packet): AnswerKind | undefined {
  if (isError(request, reply)) return 'error';
  return isAnswer(request, reply) ? 'answer' : undefined;
}

function isAnswer(request: Packet, reply: Packet): boolean {
  const arp = request.find('arp');
  if (arp !== undefined) {
    const found = reply.find('arp');
    return found?.senderProtocol === arp.targetProtocol && found?.operation !== arp.operation;
  }
  if (!addressesMatch(request, reply)) return false;
  for (const transport of ['tcp', 'udp', 'sctp'] as const) {
    const asked = request.find(transport);
    if (asked === undefined) continue;
    const found = reply.find(transport);
    return (
      found !== undefined &&
      found.srcPort === asked.dstPort &&
      found.dstPort === asked.srcPort &&
      dnsMatches(request, reply)
    );
  }
  const icmp = request.find('icmp');
  if (icmp !== undefined) {
    const found = reply.find('icmp');
    return (
      found !== undefined &&
      icmpAnswers[icmp.type] === found.type &&
      found.id === icmp.id &&
      found.seq === icmp.seq
    );
  }
  const icmpv6 = request.find('icmpv6');
  if (icmpv6 !== undefined) {
    const found = reply.find('icmpv6');
    if (found === undefined || icmpv6Answers[icmpv6.type] !== found.type) return false;
    return (
      found.id === icmpv6.id &&
      found.seq === icmpv6.seq &&
      (icmpv6.target === undefined || found.target === icmpv6.target)
    );
  }
  const [ip, back] = [request.find('ipv4'), reply.find('ipv4')];
  if (ip !== undefined && back !== undefined) return ip.protocol === back.protocol;
  return request.find('ipv6')?.nextHeader === reply.find('ipv6')?.nextHeader;
}

/** Whether what asked went to whom the reply is from, and the other way about. Everybody may answer to a group. */
function addressesMatch(request: Packet, reply: Packet): boolean {
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [asked, found] = [request.find(family), reply.find(family)];
    if (asked === undefined || found === undefined) continue;
    const many = isToMany(asked.dst);
    const unnumbered = asked.src === '0.0.0.0' || asked.src === '::';
    return (many || asked.dst === found.src) && (unnumbered || many || asked.src === found.dst);
  }
  return false;
}

/** Whether an address is one of a group, or may be one of everybody on a network: who answers has another. */
export function isToMany(address: string): boolean {
  return /^(22[4-9]|23\d)\.|\.255$|^ff[\da-f]{2}:/.test(address);
}

function dnsMatches(request: Packet, reply: Packet): boolean {
  const [asked, found] = [request.find('dns'), reply.part('dns')];
  return asked === undefined || found === undefined || asked.id === found.id;
}

/** Whether a reply is an ICMP error that quotes the request. */
function isError(request: Packet, reply: Packet): boolean {
  const quoted = reply.find('icmp')?.quoted ?? reply.find('icmpv6')?.quoted;
  if (quoted === undefined) return false;
  for (const family of ['ipv4', 'ipv6'] as const) {
    const [asked, found] = [request.find(family), quoted.part(family)];
    if (asked === undefined || found === undefined) continue;
    // The source may have been translated on the way.
    return asked.dst === found.dst && upperMatches(request, quoted);
  }
  return false;
}

/** Whether what came of a quoted packet's upper layer is that of the request: ports, or identifier and sequence. */
function upperMatches(request: Packet, quoted: Packet): boolean {
  for (const name of ['tcp', 'udp', 'sctp', 'icmp', 'icmpv6'] as const) {
    const asked = request.find(name) as Record<string, unknown> | undefined;
    if (asked === undefined) continue;
    const found = quoted.part(name) as Record<string, unknown> | undefined;
    if (found === undefined) return false;
    return ['srcPort', 'dstPort', 'id', 'seq'].every(
      field => found[field] === undefined || found[field] === asked[field],
    );
  }
  return true;
}
