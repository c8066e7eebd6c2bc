/**
 * Packets: formats of the protocols from Ethernet up, decoded from and built into bytes. Imports no native code.
 *
 * @module
 */
export { arp, arpOperations } from './arp.js';
export {
  type ChecksumOptions,
  type ChecksumStatus,
  type LayerChecksum,
  packetChecksums,
} from './checksum-status.js';
export type { Problem } from './cursor.js';
export { dhcp, dhcpMessageTypes, dhcpOptions } from './dhcp.js';
export { dns } from './dns.js';
export { ethernet } from './ethernet.js';
export { ethertypes } from './ethertypes.js';
export { gre, greFlags } from './gre.js';
export { hardwareTypes } from './hardware-types.js';
export { icmp, icmpTypes } from './icmp.js';
export { icmpv6, icmpv6Types } from './icmpv6.js';
export { igmp, igmpTypes } from './igmp.js';
export { ipProtocols } from './ip-protocols.js';
export { ipv4, ipv4Options } from './ipv4.js';
export { ipv6 } from './ipv6.js';
export { ah, destinationOptions, esp, fragment, hopByHop, ipv6Options, routing } from './ipv6-extensions.js';
export type { LayerByName, LayerName, PacketLayer, PaddingLayer, PayloadLayer } from './layer-types.js';
export type { LineOptions } from './line.js';
export { type LinkType, linkTypes } from './link-types.js';
export { llc, snap } from './llc.js';
export { mpls } from './mpls.js';
export { ntp, ntpTime } from './ntp.js';
export { ospf, ospfTypes } from './ospf.js';
export { type BuildOptions, buildPacket, decodePacket, explainPacket, Packet, type Piece } from './packet.js';
export type { InputOf, LayerOf } from './protocol.js';
export { protocols } from './protocols.js';
export { sctp, sctpChunks } from './sctp.js';
export { sll, sll2 } from './sll.js';
export { stp } from './stp.js';
export { tcp, tcpFlags, tcpOptions } from './tcp.js';
export { tftp } from './tftp.js';
export { udp } from './udp.js';
export { vlan } from './vlan.js';
export { vxlan, vxlanFlags } from './vxlan.js';
