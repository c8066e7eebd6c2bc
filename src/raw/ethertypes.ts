import { names } from '../wire/index.js';

/** What an Ethernet frame carries (linux/if_ether.h; IANA). Those that have a layer here carry its name. */
export const ethertypes = names(
  'ETH_P',
  {
    ipv4: 0x0800,
    arp: 0x0806,
    wol: 0x0842,
    transparentEthernet: 0x6558,
    rarp: 0x8035,
    vlan: 0x8100,
    ipv6: 0x86dd,
    pause: 0x8808,
    slow: 0x8809,
    mpls: 0x8847,
    mplsMulticast: 0x8848,
    pppDiscovery: 0x8863,
    pppSession: 0x8864,
    pae: 0x888e,
    serviceVlan: 0x88a8,
    local1: 0x88b5,
    local2: 0x88b6,
    lldp: 0x88cc,
    macsec: 0x88e5,
    ptp: 0x88f7,
    loopback: 0x9000,
  },
  {
    ipv4: 'ETH_P_IP',
    transparentEthernet: 'ETH_P_TEB',
    vlan: 'ETH_P_8021Q',
    mpls: 'ETH_P_MPLS_UC',
    mplsMulticast: 'ETH_P_MPLS_MC',
    pppDiscovery: 'ETH_P_PPP_DISC',
    pppSession: 'ETH_P_PPP_SES',
    serviceVlan: 'ETH_P_8021AD',
    local1: 'ETH_P_802_EX1',
    ptp: 'ETH_P_1588',
  },
);

/** The layer behind an Ethernet type whose name is another. */
const layers: Readonly<Record<string, string>> = {
  rarp: 'arp',
  serviceVlan: 'vlan',
  mplsMulticast: 'mpls',
  transparentEthernet: 'ethernet',
};

/** The layer that an Ethernet type announces. */
export function layerOfEthertype(type: string | number): string | undefined {
  return typeof type === 'string' ? (layers[type] ?? type) : undefined;
}

/** The Ethernet type that announces a layer. */
export const ethertypeOfLayer: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.keys(ethertypes.numbers).map(name => [name, name])),
  ethernet: 'transparentEthernet',
};
