#!/bin/sh
# Several hundred changes of links, addresses, routes, rules, neighbours, next hops and namespaces, made with ip(8) in a
# network namespace of its own. What this kernel cannot make is passed over: both monitors then see the same nothing.
PATH=/usr/sbin:/sbin:$PATH
do_() { ip "$@" 2>/dev/null || true; }
# Names of new interfaces are asked for when an event is printed: both monitors get the time to do so.
settle() { sleep 0.15; }

do_ link set lo up
settle

# Kinds of links, with their changes.
do_ link add va type veth peer name vb; settle
do_ link add br0 type bridge; settle
do_ link add br1 type bridge vlan_filtering 1 stp_state 1; settle
do_ link add ifb7 type ifb; settle
do_ link add vx10 type vxlan id 10 local 127.0.0.1 dstport 4789; settle
do_ link add mv0 link va type macvlan mode bridge; settle
do_ link add iv0 link vb type ipvlan mode l2; settle
do_ link add va.7 link va type vlan id 7; settle
do_ link add bo0 type bond mode active-backup; settle
do_ link add du0 type dummy; settle
do_ link add vrf1 type vrf table 1001; settle
do_ tuntap add dev tu0 mode tun; settle
do_ tuntap add dev ta0 mode tap; settle
do_ link add gr0 type gre local 10.1.1.1 remote 10.1.1.2; settle
do_ link add ipip7 type ipip local 10.1.1.1 remote 10.1.1.2; settle
do_ link add sit7 type sit local 10.1.1.1 remote 10.1.1.2; settle
do_ link add t6 type ip6tnl local fd00::1 remote fd00::2; settle
do_ link add gt0 type gretap local 10.1.1.1 remote 10.1.1.3; settle

for dev in va vb br0 br1 vx10 mv0 va.7 du0 tu0 ta0; do
  do_ link set "$dev" up
  do_ link set "$dev" mtu 1400
  do_ link set "$dev" txqueuelen 123
  do_ link set "$dev" alias "what $dev is for"
  do_ link set "$dev" group 42
  do_ link set "$dev" promisc on
  do_ link set "$dev" promisc off
  do_ link set "$dev" allmulticast on
  do_ link set "$dev" multicast off
  do_ link set "$dev" arp off
  do_ link set "$dev" arp on
  do_ link property add dev "$dev" altname "another-name-of-$dev"
  settle
done
do_ link set va address 02:00:00:00:00:0a
do_ link set vb master br0
do_ link set vx10 master br0
do_ link set vb nomaster
do_ link set va.7 master br1
do_ link set du0 master bo0
do_ link set vb protodown on
do_ link set vb protodown off
do_ link set va carrier off
do_ link set va carrier on
settle

# Renames, of an interface without further names: with one, ip 6.1 goes on with the old name.
do_ link set ifb7 name renamed0; settle
do_ link set renamed0 up
do_ link set renamed0 down
do_ link set renamed0 name renamed1; settle

# Addresses.
i=1
while [ $i -le 20 ]; do
  do_ addr add 10.10.$i.1/24 dev va
  i=$((i + 1))
done
do_ addr add 10.20.0.1/24 brd + dev vb
do_ addr add 10.20.0.2/24 dev vb label vb:two
do_ addr add 10.30.0.1 peer 10.30.0.2/32 dev vb
do_ addr add 10.40.0.1/24 dev vb valid_lft 3600 preferred_lft 1800
do_ addr add 10.50.0.1/24 dev vb scope link metric 77
do_ addr add 10.60.0.1/24 dev vb noprefixroute
do_ addr add fd00:1::1/64 dev va nodad
do_ addr add fd00:1::2/64 dev va nodad valid_lft 3600 preferred_lft 0
do_ addr add fd00:1::3/128 peer fd00:1::4/128 dev va nodad
do_ addr add fd00:1::5/64 dev va nodad noprefixroute home mngtmpaddr
do_ addr change fd00:1::5/64 dev va valid_lft 100 preferred_lft 50
do_ addr del 10.10.20.1/24 dev va
settle

# IPv4 routes of every type, and what routes can have.
for type in unicast local broadcast multicast; do
  do_ route add $type 10.100.0.0/24 dev va table 100
  do_ route replace $type 10.100.0.0/24 dev va table 100 metric 7
  do_ route del $type 10.100.0.0/24 dev va table 100
done
for type in blackhole unreachable prohibit throw; do
  do_ route add $type 10.101.0.0/24
  do_ route del $type 10.101.0.0/24
  do_ -6 route add $type fd00:101::/64
  do_ -6 route del $type fd00:101::/64
done
i=1
while [ $i -le 30 ]; do
  do_ route add 10.110.$i.0/24 via 10.10.1.2
  do_ route replace 10.110.$i.0/24 via 10.10.1.3 metric $i
  do_ route append 10.110.$i.0/24 via 10.10.2.3 metric $i
  do_ route del 10.110.$i.0/24
  i=$((i + 1))
done
settle
do_ route add 10.120.0.0/16 via 10.10.1.2 mtu 1300 advmss 1200 hoplimit 9 window 4000 rtt 300ms initcwnd 4 initrwnd 5 quickack 1
do_ route add 10.121.0.0/16 via 10.10.1.2 mtu lock 1300 rto_min 200ms congctl cubic features ecn
do_ route add 10.122.0.0/16 dev va src 10.10.1.1 scope link proto static metric 5 realm 3/4
do_ route add 10.123.0.0/16 nexthop via 10.10.1.2 weight 3 nexthop via 10.10.2.2 nexthop dev vb
do_ route add 10.124.0.0/16 via 10.10.1.2 onlink dev va tos 0x10
do_ route add 10.125.0.0/16 via inet6 fd00:1::9 dev va
do_ route add default via 10.10.1.2 proto bird
do_ route add 10.126.0.0/16 via 10.10.1.2 table 70000
do_ route change 10.120.0.0/16 via 10.10.1.4
do_ route flush table 70000
do_ -6 route add fd00:120::/48 via fd00:1::9 dev va metric 9 mtu 1300 pref high
do_ -6 route add fd00:121::/48 nexthop via fd00:1::9 dev va nexthop via fd00:1::a dev va weight 2
do_ -6 route append fd00:121::/48 via fd00:1::b dev va
do_ -6 route replace fd00:120::/48 dev va
do_ -6 route add fd00:122::/48 via fd00:1::9 dev va expires 500 proto ra
do_ -6 route add default via fd00:1::9 dev va
do_ -6 route del fd00:120::/48
settle

# Next hops and groups.
do_ nexthop add id 1 via 10.10.1.2 dev va
do_ nexthop add id 2 via 10.10.2.2 dev va proto bird
do_ nexthop add id 3 blackhole
do_ nexthop add id 4 via fd00:1::9 dev va
do_ nexthop add id 5 dev vb
do_ nexthop add id 10 group 1,3/2
do_ nexthop add id 11 group 1/2 type resilient buckets 32 idle_timer 60 unbalanced_timer 300
do_ nexthop add id 12 via 10.10.1.9 fdb
do_ nexthop replace id 2 via 10.10.2.3 dev va
do_ route add 10.130.0.0/16 nhid 10
do_ route add 10.131.0.0/16 nhid 1
do_ -6 route add fd00:131::/48 nhid 4
do_ nexthop del id 3
do_ nexthop del id 1
do_ nexthop flush
do_ nexthop add id 21 via 10.10.1.2 dev va
do_ nexthop add id 22 via fd00:1::9 dev va
do_ nexthop add id 23 blackhole
do_ nexthop add id 24 group 21/23,5
do_ route add 10.132.0.0/16 nhid 21
settle

# Rules.
do_ rule add from 10.1.0.0/16 table 100 priority 1000
do_ rule add to 10.2.0.0/16 iif va lookup 101 priority 1001
do_ rule add not from 10.3.0.0/16 oif vb fwmark 0x10/0xff table main priority 1002
do_ rule add uidrange 1000-2000 ipproto tcp sport 1000-2000 dport 80 table 102 priority 1003
do_ rule add tos 0x10 prohibit priority 1004
do_ rule add blackhole priority 1005
do_ rule add unreachable from 10.9.0.0/16 priority 1006
do_ rule add goto 1005 priority 1000 iif lo
do_ rule add table 103 suppress_prefixlength 8 suppress_ifgroup 3 priority 1007
do_ rule add l3mdev priority 1008
do_ rule add tun_id 77 table 104 priority 1009 protocol static
do_ rule add iif nosuch table 105 priority 1010
do_ -6 rule add from fd00:5::/32 table 106 priority 1011
do_ -6 rule add to fd00:6::/32 fwmark 5 table 107 priority 1012
for p in 1000 1002 1004 1006 1008 1010; do do_ rule del priority $p; done
do_ -6 rule del priority 1011
settle

# Neighbours.
i=1
while [ $i -le 20 ]; do
  do_ neigh add 10.10.3.$((i + 1)) lladdr 02:00:00:00:01:$(printf %02x $i) dev va
  do_ neigh change 10.10.3.$((i + 1)) lladdr 02:00:00:00:02:$(printf %02x $i) dev va nud stale
  i=$((i + 1))
done
do_ neigh add 10.10.4.2 lladdr 02:00:00:00:03:01 dev va nud reachable router
do_ neigh add 10.10.4.3 dev va nud failed
do_ neigh add fd00:1::77 lladdr 02:00:00:00:03:02 dev va nud noarp
do_ neigh add 10.10.4.4 lladdr 02:00:00:00:03:03 dev va nud permanent extern_learn
do_ neigh add proxy 10.10.4.9 dev va
do_ neigh add proxy fd00:1::78 dev va
do_ neigh del proxy 10.10.4.9 dev va
do_ neigh flush dev va
do_ neigh add 10.10.4.11 lladdr 02:00:00:00:03:11 dev va nud permanent
do_ neigh add 10.10.4.12 lladdr 02:00:00:00:03:12 dev va nud stale router
do_ neigh add fd00:1::79 lladdr 02:00:00:00:03:13 dev va nud reachable
bridge fdb add 02:00:00:00:04:01 dev vx10 dst 10.1.1.9 2>/dev/null || true
bridge fdb append 00:00:00:00:00:00 dev vx10 dst 10.1.1.8 2>/dev/null || true
bridge fdb add 02:00:00:00:04:02 dev br1 self 2>/dev/null || true
bridge fdb del 02:00:00:00:04:01 dev vx10 dst 10.1.1.9 2>/dev/null || true
settle

# What sysctls say.
for setting in forwarding rp_filter proxy_arp mc_forwarding ignore_routes_with_linkdown; do
  sysctl -qw net.ipv4.conf.va.$setting=1 2>/dev/null || true
done
sysctl -qw net.ipv4.conf.all.forwarding=1 2>/dev/null || true
sysctl -qw net.ipv4.conf.default.rp_filter=1 2>/dev/null || true
sysctl -qw net.ipv6.conf.all.forwarding=1 2>/dev/null || true
sysctl -qw net.ipv6.conf.va.proxy_ndp=1 2>/dev/null || true
settle

# Namespaces: numbers, and moves in and out.
do_ netns add blue
do_ netns add green
do_ netns set blue 10
do_ netns set green auto; settle
do_ link set mv0 netns blue; settle
do_ -n blue link set mv0 name moved0; settle
do_ -n blue link set moved0 netns 1; settle
do_ link add vc type veth peer name vd netns blue; settle
do_ link set vc up
do_ -n blue link set vd up; settle
do_ -n blue link set vd netns green; settle
do_ link set renamed1 netns green; settle
do_ link del vc; settle
do_ netns del green; settle

# What is there by now is for those who want to look at it.
[ "${KEEP:-}" = 1 ] && exit 0

# And down again.
for dev in va.7 tu0 vx10; do do_ link set "$dev" down; done
settle
for dev in iv0 du0 bo0 gr0 ipip7 sit7 t6 gt0 vrf1; do do_ link del "$dev"; settle; done
do_ tuntap del dev tu0 mode tun; settle
do_ tuntap del dev ta0 mode tap; settle
do_ link set va down; settle
do_ link del vx10; settle
do_ link del br0; settle
do_ link del br1; settle
do_ link del va; settle
do_ netns del blue; settle
