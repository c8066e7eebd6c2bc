/** Arguments of `ip`, a line for each call. */
import type { IpNamespace } from './nlmon-format-links-support.js';

/** Interfaces of every kind that a kernel may have; those that it has not are left out. */
export const interfaces = `
  link add v0 type veth peer name v1
  link set v0 up
  link set v1 up
  link add d0 type veth peer name d1
  link add br0 type bridge
  link set br0 up
  link set v1 master br0
  link add dum0 type dummy
  link add vx0 type vxlan id 5 dstport 4789 dev v0
  link add mv0 link v0 type macvlan
  link add mv1 link v1 type macvlan mode private
  link add mvt0 link v0 type macvtap
  link add iv0 link v0 type ipvlan
  link add vl0 link v0 type vlan id 5
  tuntap add t0 mode tun
  tuntap add t1 mode tap
  link set t0 up
  link set t1 up
  link add ifb9 type ifb
  link set ifb9 up arp off promisc on allmulticast on multicast off
  link add gre9 type gre local 10.0.0.1 remote 10.0.0.2
  link add gre8 type gre local 10.0.0.1 key 8
  link add gt0 type gretap local 10.0.0.1 remote 10.0.0.2
  link add ipip9 type ipip local 10.0.0.1 remote 10.0.0.2
  link add sit9 type sit local 10.0.0.1
  link add i6t9 type ip6tnl local fc00::1 remote fc00::2
  link add i6g9 type ip6gre local fc00::1 remote fc00::2
  link add vti9 type vti local 10.0.0.1 remote 10.0.0.3
  link add bond9 type bond
  link add team9 type team
  link add vrf9 type vrf table 100
  link add xfrm9 type xfrm dev v0 if_id 5
  link add mon9 type nlmon
  link add gnv9 type geneve id 5 remote 10.0.0.2
  link add can9 type vcan
  link add wg9 type wireguard
  netns add one
  netns add two
  netns set one 76
  netns set two 77
  link add x0 type veth peer name x1 netns one
  link add x2 type veth peer name x3 netns two
  link set x0 up
  link add q0 type veth peer name q1
  link set q0 netns two
  link property add dev mv0 altname second altname a-rather-long-alternative-name
  link property add dev lo altname loop
  link set mv0 alias umlaut-and-ümlaut
  link set v0 group 42
  link set v0 mtu 9000
  link set v0 txqueuelen 7
  link set t1 txqueuelen 0
  link set t1 mode dormant
  link set br0 mode dormant
  link set v1 carrier off
  link set mv1 address 02:00:00:00:00:07
  link set lo alias the-loopback
`;

export const addresses = `
  addr add 10.0.0.1/24 dev v0
  addr add 10.0.0.2/24 dev v0
  addr add 10.0.0.3/24 brd + dev v0 label v0:more
  addr add 10.1.0.1/16 brd 10.1.255.255 dev br0 metric 50 noprefixroute
  addr add 10.2.0.1 peer 10.2.0.2/30 dev t0
  addr add 10.3.0.1/32 dev br0 scope link
  addr add 10.4.0.1/32 dev br0 scope 42
  addr add 10.5.0.1/24 dev br0 valid_lft 100000 preferred_lft 50000
  addr add 10.6.0.1/24 dev br0 valid_lft 100000 preferred_lft 0
  addr add 10.7.0.1/24 any 10.7.0.255 dev br0
  addr add fd00::1/64 dev v0 nodad
  addr add fd00::2/64 dev v0 home
  addr add fd00::3/64 dev v0 optimistic
  addr add fd00::4/64 dev v0 mngtmpaddr valid_lft 100000 preferred_lft 0
  addr add fd00::5/64 dev v0 autojoin
  addr add fd00::6/128 peer fd00::7 dev br0 metric 1024
  addr add fd00::8/64 dev br0 noprefixroute valid_lft forever preferred_lft 0
  addr add ::ffff:1.2.3.4/128 dev br0
  addr add 127.5.0.1/8 dev lo scope host
`;

/** What happens while `ip monitor` looks on. Nothing is renamed: ip goes on printing the old name. */
export const happenings = `
  ${interfaces}
  ${addresses}
  netns add three
  netns set three 78
  link set mv0 netns three
  -n three link set mv0 netns one
  link set v1 nomaster
  link set v0 down
  link set v0 up
  addr del 10.0.0.1/24 dev v0
  addr del fd00::1/64 dev v0
  link del vx0
  link del mv1
  link del x0
  netns del three
  netns del one
  link del v0
  tuntap del t0 mode tun
  link del br0
  link set lo group 99
`;

export const words = (list: string): string[] =>
  list
    .trim()
    .split('\n')
    .map(line => line.trim());

export function tryEach(space: IpNamespace, commands: string): void {
  for (const command of words(commands)) {
    try {
      space.run('sh', '-c', `ip ${command} 2>&1`);
    } catch {
      // A kind of interface that this kernel has not, or a setting that it does not take.
    }
  }
}
