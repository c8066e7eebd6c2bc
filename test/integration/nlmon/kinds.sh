#!/bin/sh
# Makes, changes and deletes an interface of every kind that this kernel has; those that it lacks fail, which is no harm.
PATH=/usr/sbin:/sbin:$PATH
exec 2>/dev/null
ip link set lo up
ip link add va type veth peer name vb
ip link set va up
ip link set vb up
ip addr add 10.1.0.1/24 dev va
ip addr add 2001:db8::1/64 dev va nodad
for name in h1 h2 h3 h4 p1 p2 p3 p4; do ip link add $name type dummy || ip link add $name type veth; done

# What stands behind `ip link add NAME`; %l is an interface below it.
kinds='type dummy
type ifb
type nlmon
type bridge
type bridge vlan_filtering 1 vlan_default_pvid 7 mcast_querier 1
type bridge stp_state 1 priority 100 group_fwd_mask 8 mcast_igmp_version 3 ageing_time 1000
type veth peer name peer0
type vxlan id 42 group 239.1.1.1 dev va dstport 4789 ttl 5 tos 0x10
type vxlan id 43 remote 10.0.0.1 dstport 4790 nolearning local 10.1.0.1 srcport 1000 2000 tos inherit df inherit proxy rsc l2miss l3miss ageing 50 maxaddress 100
type vxlan external dstport 4791
type vxlan id 45 remote 2001:db8::9 dstport 4792 udp6zerocsumtx udp6zerocsumrx flowlabel 0x123 ttl inherit gbp
type vxlan id 46 group ff05::1 dev va dstport 4793 local 2001:db8::1
link va type macvlan mode source bcqueuelen 500
link va type macvtap mode vepa
link vb type macvlan mode passthru nopromisc
link va type vlan id 5 gvrp on mvrp on loose_binding on ingress-qos-map 1:2 3:4 egress-qos-map 0:7
link va type vlan protocol 802.1ad id 6 reorder_hdr off
link h1 type ipvlan mode l3 private
link h1 type ipvtap mode l3s vepa
type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4 ad_select bandwidth
type bond mode active-backup arp_interval 100 arp_ip_target 10.1.0.5,10.1.0.6 arp_validate all ns_ip6_target 2001:db8::5
type team
type vrf table 10
type gre remote 10.0.0.5 local 10.1.0.1 ttl 64 ikey 1.2.3.4 okey 5 icsum oseq dev va
type gre external
type gretap remote 10.0.0.6 local 10.1.0.1 key 7 nopmtudisc ignore-df tos inherit
type erspan remote 10.0.0.7 local 10.1.0.1 seq key 9 erspan_ver 1 erspan 123
type erspan remote 10.0.0.8 local 10.1.0.1 seq key 10 erspan_ver 2 erspan_dir egress erspan_hwid 0x7
type ip6gre remote 2001:db8::5 local 2001:db8::1 hoplimit 33 tclass 0x20 flowlabel 0x12345 encaplimit none key 8
type ip6gretap remote 2001:db8::6 local 2001:db8::1 encaplimit 3 tclass inherit flowlabel inherit dscp inherit allow-localremote
type ip6erspan remote 2001:db8::7 local 2001:db8::1 seq key 11 erspan_ver 2 erspan_dir ingress erspan_hwid 17
type ipip remote 10.0.0.9 local 10.1.0.1 mode any ttl 9 tos 0x4
type sit remote 10.0.0.10 local 10.1.0.1 6rd-prefix 2002::/16 6rd-relay_prefix 10.0.0.0/8
type sit local 10.1.0.1 isatap
type ip6tnl remote 2001:db8::8 local 2001:db8::1 mode ip6ip6 fwmark 0x5
type vti remote 10.0.0.11 local 10.1.0.1 ikey 1 okey 2 fwmark 0x3
type vti6 remote 2001:db8::a local 2001:db8::1 key 4
type xfrm dev va if_id 0x2a
type xfrm external
type geneve id 100 remote 10.0.0.12 ttl auto tos 0x8 df set dstport 6082
type geneve id 101 remote 2001:db8::b flowlabel 5 ttl inherit udp6zerocsumtx
type geneve external dstport 6083
type wireguard
link h2 type macsec port 11 encrypt on cipher gcm-aes-256 icvlen 16 protect on replay on window 32 validate check
type hsr slave1 h3 slave2 h4 supervision 45 version 1
type hsr slave1 h3 slave2 h4 supervision 46 proto 1
type batadv ra BATMAN_IV
type vcan
type vxcan peer name peer0
type gtp role sgsn hsize 131
type amt mode relay local 10.1.0.1 dev va relay_port 2268 max_tunnels 10
type bareudp dstport 6635 ethertype mpls_uc srcportmin 100 multiproto
link va type rmnet mux_id 5'

echo "$kinds" | while read -r words; do
  ip link add n0 $words || continue
  echo "$words"
  ip link set n0 alias "of a kind"
  ip link set n0 mtu 1300
  ip link set n0 up
  ip link set n0 txqueuelen 77
  ip link property add dev n0 altname another
  ip link set n0 down
  ip link del n0
done

# Ports, made and changed and taken out.
for words in 'bridge' 'bridge vlan_filtering 1' 'bond mode active-backup' 'bond mode 802.3ad' 'team' 'vrf table 10'; do
  ip link add m0 type $words || continue
  echo "port of $words"
  ip link set p1 master m0
  ip link set p2 master m0
  ip link set m0 up
  ip link set p1 up
  ip link set p1 type bridge_slave cost 7 priority 5 hairpin on guard on isolated on group_fwd_mask 8 mcast_router 2
  ip link set p1 type bond_slave queue_id 3
  ip link set m0 type bridge ageing_time 2000 || ip link set m0 type bond primary p1
  ip link set p1 nomaster
  ip link del m0
done

ip tuntap add dev tap0 mode tap user root group root multi_queue vnet_hdr && echo tap
ip tuntap add dev tun0 mode tun pi && echo tun
ip tuntap del dev tap0 mode tap multi_queue
ip tuntap del dev tun0 mode tun
