import type { filterKinds } from '../../../../netlink/route/filter-kinds/index.js';
import { etherTypes } from '../../../../netlink/route/index.js';
import { type Decoded, fromHex, parseIp } from '../../../../wire/index.js';
import { labelText } from './connection-label.js';
import { addTunnelMatches } from './flower-tunnels.js';
import { maskedText } from './masks.js';
import { etherTypeText } from './names.js';
import { pppProtocolText } from './ppp-protocols.js';
import type { Printout } from './printout.js';

export type Flower = Decoded<(typeof filterKinds)['flower']>;
type Address = string | undefined;

const ethernetNames: Readonly<Record<number, string>> = {
  [etherTypes.numbers.ip]: 'ipv4',
  [etherTypes.numbers.ipv6]: 'ipv6',
  [etherTypes.numbers.arp]: 'arp',
  [etherTypes.numbers.rarp]: 'rarp',
};
const protocolNames: Readonly<Record<number, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
  132: 'sctp',
};

/** The fields of packets that a filter looks at. */
export function addFlowerFields(out: Printout, keys: Flower): void {
  const etherType = numberOf(keys.keyEthType);
  const protocol = keys.keyIpProto === undefined ? undefined : protocolNames[keys.keyIpProto];
  addVlans(out, keys);
  ethernet(out, 'dst_mac', keys.keyEthDst, keys.keyEthDstMask);
  ethernet(out, 'src_mac', keys.keyEthSrc, keys.keyEthSrcMask);
  if (etherType !== undefined) word(out, 'eth_type', ethernetNames[etherType] ?? hex(etherType, 4));
  if (keys.keyIpProto !== undefined) word(out, 'ip_proto', protocol ?? hex(keys.keyIpProto, 2));
  masked(out, 'ip_tos', keys.keyIpTos, keys.keyIpTosMask, 0xff);
  masked(out, 'ip_ttl', keys.keyIpTtl, keys.keyIpTtlMask, 0xff);
  addMpls(out, keys);
  if (etherType === etherTypes.numbers.ip) {
    network(out, 'dst_ip', keys.keyIpv4Dst, keys.keyIpv4DstMask);
    network(out, 'src_ip', keys.keyIpv4Src, keys.keyIpv4SrcMask);
  } else if (etherType === etherTypes.numbers.ipv6) {
    network(out, 'dst_ip', keys.keyIpv6Dst, keys.keyIpv6DstMask);
    network(out, 'src_ip', keys.keyIpv6Src, keys.keyIpv6SrcMask);
  }
  addTransport(out, keys, etherType, protocol);
  addArp(out, keys);
  number(out, 'pppoe_sid', keys.keyPppoeSid);
  if (keys.keyPppProto !== undefined)
    word(out, 'ppp_proto', pppProtocolText(keys.keyPppProto, out.context.display.numeric));
  // From here to the tunnel, what tc 6.1 does not know.
  number(out, 'l2tpv3_sid', keys.keyL2tpv3Sid);
  number(out, 'l2_miss', keys.l2Miss);
  masked(out, 'spi', keys.keySpi, keys.keySpiMask, 0xffff_ffff);
  addTunnel(out, keys);
  flags(out, 'ip_flags', fragments, keys.keyFlags, keys.keyFlagsMask);
  flags(out, 'enc_flags', tunnelFlags, keys.keyEncFlags, keys.keyEncFlagsMask);
  addConnection(out, keys);
  const { keyCfm } = keys;
  if (keyCfm === undefined) return;
  out.say('\n  cfm');
  out.object('cfm', () => {
    if (keyCfm.mdLevel !== undefined) out.number('mdl', ' mdl ', keyCfm.mdLevel);
    if (keyCfm.opcode !== undefined) out.number('op', ' op ', keyCfm.opcode);
  });
}

function addVlans(out: Printout, keys: Flower): void {
  number(out, 'num_of_vlans', keys.keyNumOfVlans);
  number(out, 'vlan_id', keys.keyVlanId);
  number(out, 'vlan_prio', keys.keyVlanPrio);
  if (keys.keyVlanEthType !== undefined) word(out, 'vlan_ethtype', etherTypeText(keys.keyVlanEthType, out));
  number(out, 'cvlan_id', keys.keyCvlanId);
  number(out, 'cvlan_prio', keys.keyCvlanPrio);
  if (keys.keyCvlanEthType !== undefined)
    word(out, 'cvlan_ethtype', etherTypeText(keys.keyCvlanEthType, out));
}

function addMpls(out: Printout, keys: Flower): void {
  const { keyMplsOpts } = keys;
  if (keyMplsOpts !== undefined) {
    out.say('\n  mpls');
    out.objects('mpls', keyMplsOpts.lse ?? [], entry => {
      out.say('\n    lse');
      for (const name of ['depth', 'label', 'tc', 'bos', 'ttl'] as const)
        if (entry[name] !== undefined) out.number(name, ` ${name} `, entry[name]);
    });
  }
  number(out, 'mpls_label', keys.keyMplsLabel);
  small(out, 'mpls_tc', keys.keyMplsTc);
  small(out, 'mpls_bos', keys.keyMplsBos);
  small(out, 'mpls_ttl', keys.keyMplsTtl);
}

/** Ports, flags of TCP, and types of ICMP, of the protocol that is looked for. */
function addTransport(
  out: Printout,
  keys: Flower,
  etherType: number | undefined,
  protocol: string | undefined,
): void {
  const withPorts = protocol === 'tcp' || protocol === 'udp' || protocol === 'sctp';
  if (protocol === 'tcp') {
    masked(out, 'dst_port', keys.keyTcpDst, keys.keyTcpDstMask, 0xffff);
    masked(out, 'src_port', keys.keyTcpSrc, keys.keyTcpSrcMask, 0xffff);
  } else if (protocol === 'udp') {
    masked(out, 'dst_port', keys.keyUdpDst, keys.keyUdpDstMask, 0xffff);
    masked(out, 'src_port', keys.keyUdpSrc, keys.keyUdpSrcMask, 0xffff);
  } else if (protocol === 'sctp') {
    masked(out, 'dst_port', keys.keySctpDst, keys.keySctpDstMask, 0xffff);
    masked(out, 'src_port', keys.keySctpSrc, keys.keySctpSrcMask, 0xffff);
  }
  if (withPorts) {
    range(out, 'dst_port', keys.keyPortDstMin, keys.keyPortDstMax);
    range(out, 'src_port', keys.keyPortSrcMin, keys.keyPortSrcMax);
  }
  if (keys.keyTcpFlags !== undefined) {
    const mask = keys.keyTcpFlagsMask === undefined ? '' : `/${keys.keyTcpFlagsMask.toString(16)}`;
    word(out, 'tcp_flags', `0x${keys.keyTcpFlags.toString(16)}${mask}`);
  }
  if (etherType === etherTypes.numbers.ip && protocol === 'icmp') {
    small(out, 'icmp_type', keys.keyIcmpv4Type, keys.keyIcmpv4TypeMask);
    small(out, 'icmp_code', keys.keyIcmpv4Code, keys.keyIcmpv4CodeMask);
  } else if (etherType === etherTypes.numbers.ipv6 && protocol === 'icmpv6') {
    small(out, 'icmp_type', keys.keyIcmpv6Type, keys.keyIcmpv6TypeMask);
    small(out, 'icmp_code', keys.keyIcmpv6Code, keys.keyIcmpv6CodeMask);
  }
}

const arpOperations = ['', 'request', 'reply'];

function addArp(out: Printout, keys: Flower): void {
  network(out, 'arp_sip', keys.keyArpSip, keys.keyArpSipMask);
  network(out, 'arp_tip', keys.keyArpTip, keys.keyArpTipMask);
  const { keyArpOp, keyArpOpMask = 0xff } = keys;
  const operation = keyArpOpMask === 0xff ? arpOperations[keyArpOp ?? 0] : undefined;
  if (operation) word(out, 'arp_op', operation);
  else small(out, 'arp_op', keyArpOp, keyArpOpMask);
  ethernet(out, 'arp_sha', keys.keyArpSha, keys.keyArpShaMask);
  ethernet(out, 'arp_tha', keys.keyArpTha, keys.keyArpThaMask);
}

function addTunnel(out: Printout, keys: Flower): void {
  if (keys.keyEncIpv4DstMask !== undefined)
    network(out, 'enc_dst_ip', keys.keyEncIpv4Dst, keys.keyEncIpv4DstMask);
  else network(out, 'enc_dst_ip', keys.keyEncIpv6Dst, keys.keyEncIpv6DstMask);
  if (keys.keyEncIpv4SrcMask !== undefined)
    network(out, 'enc_src_ip', keys.keyEncIpv4Src, keys.keyEncIpv4SrcMask);
  else network(out, 'enc_src_ip', keys.keyEncIpv6Src, keys.keyEncIpv6SrcMask);
  number(out, 'enc_key_id', keys.keyEncKeyId);
  masked(out, 'enc_dst_port', keys.keyEncUdpDstPort, keys.keyEncUdpDstPortMask, 0xffff);
  masked(out, 'enc_tos', keys.keyEncIpTos, keys.keyEncIpTosMask, 0xff);
  masked(out, 'enc_ttl', keys.keyEncIpTtl, keys.keyEncIpTtlMask, 0xff);
  if (keys.keyEncOpts !== undefined) addTunnelMatches(out, keys.keyEncOpts, keys.keyEncOptsMask ?? {});
}

/** tc's words for the states of connections, in its order. */
const connectionStates = [
  ['tracked', 'trk'],
  ['new', 'new'],
  ['established', 'est'],
  ['related', 'rel'],
  ['invalid', 'inv'],
  ['reply', 'rpl'],
] as const;

function addConnection(out: Printout, keys: Flower): void {
  const { keyCtState, keyCtStateMask, keyCtLabels, keyCtLabelsMask } = keys;
  if (keyCtState !== undefined) {
    const asked = connectionStates.filter(([state]) => keyCtStateMask?.includes(state) ?? true);
    word(
      out,
      'ct_state',
      asked.map(([state, text]) => (keyCtState.includes(state) ? '+' : '-') + text).join(''),
    );
  }
  masked(out, 'ct_zone', keys.keyCtZone, keys.keyCtZoneMask, 0xffff);
  masked(out, 'ct_mark', keys.keyCtMark, keys.keyCtMarkMask, 0xffff_ffff);
  if (keyCtLabels !== undefined) word(out, 'ct_label', labelText(keyCtLabels, keyCtLabelsMask));
}

const fragments = [
  ['isFragment', 'frag'],
  ['fragIsFirst', 'firstfrag'],
] as const;
const tunnelFlags = [
  ['tunnelCsum', 'tuncsum'],
  ['tunnelDontFragment', 'tundf'],
  ['tunnelOam', 'tunoam'],
  ['tunnelCritOpt', 'tuncrit'],
] as const;

function flags<Name extends string>(
  out: Printout,
  key: string,
  words: readonly (readonly [name: Name, word: string])[],
  value: readonly (string | number)[] = [],
  mask: readonly (string | number)[] = [],
): void {
  const asked = words.filter(([name]) => mask.includes(name));
  if (asked.length === 0) return;
  const texts = asked.map(([name, text]) => (value.includes(name) ? text : `no${text}`));
  out.say(`\n  ${key} ${texts.join('/')}`);
  out.object(key, () => {
    for (const [name, text] of asked) out.put(text, value.includes(name));
  });
}

/** The value of a key, and what stands for it in both forms. */
function word(out: Printout, key: string, text: string): void {
  out.add(key, `\n  ${key} ${text}`, text);
}

function number(out: Printout, key: string, value: number | undefined): void {
  if (value !== undefined) out.number(key, `\n  ${key} `, value);
}

function masked(
  out: Printout,
  key: string,
  value: number | undefined,
  mask: number | undefined,
  whole: number,
): void {
  if (value === undefined) return;
  number(out, key, value);
  if (mask === undefined || mask === whole) return;
  const bits = mask.toString(16);
  out.add(`${key}_mask`, `/0x${bits}`, bits);
}

/** Numbers that tc has as text in its JSON too. */
function small(out: Printout, key: string, value: number | undefined, mask = 0xff): void {
  if (value !== undefined) word(out, key, mask === 0xff ? String(value) : `${value}/${mask}`);
}

function range(out: Printout, key: string, start: number | undefined, end: number | undefined): void {
  if (start === undefined || end === undefined) return;
  out.say(`\n  ${key} ${start}-${end}`);
  out.object(key, () => {
    out.put('start', start);
    out.put('end', end);
  });
}

function ethernet(out: Printout, key: string, address: Address, mask: Address): void {
  if (address === undefined) return;
  word(out, key, mask === undefined ? address : maskedText(address, mask, fromHex(mask)));
}

function network(out: Printout, key: string, address: Address, mask: Address): void {
  if (address !== undefined && mask !== undefined) word(out, key, maskedText(address, mask, parseIp(mask)!));
}

function numberOf(type: Flower['keyEthType']): number | undefined {
  return typeof type === 'string' ? etherTypes.numbers[type] : type;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
