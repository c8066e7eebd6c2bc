#!/bin/sh
# Makes what words behind objects choose among, in a namespace of its own, and has ip or bridge and nlmon show it side by
# side: each line of standard input has what the one is told, a bar, and what the other is. $1 is a directory for what
# they print, by line: N.theirs and N.ours. $2 is the launcher of nlmon.
PATH=/usr/sbin:/sbin:$PATH
directory=$1
nlmon=$2
exec 3<&0 </dev/null
ip link set lo up
ip link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02
ip link add br0 address 02:00:00:00:00:09 type bridge
ip link set va master br0
for device in va vb br0; do ip link set $device up; done
ip link add vx0 type vxlan id 10 local 10.1.0.1 dstport 4789
ip link set vx0 up
ip link add vx1 type vxlan dev vb dstport 4790 external vnifilter
ip link add vx2 type vxlan dev vb dstport 4791 external vnifilter
bridge vni add dev vx1 vni 100,300,16777200-16777215
bridge vni add dev vx1 vni 200-210 group 239.1.1.1
bridge vni add dev vx2 vni 400 remote 10.1.0.50
bridge vni add dev vx2 vni 16776000-16776001 group ff05::9
ip address add 10.1.0.1/24 dev vb
ip address add 10.1.0.2/24 dev vb
ip address add 10.2.0.1/24 dev br0 label br0:x
ip address add 2001:db8::1/64 dev vb nodad
bridge fdb append 02:00:00:00:05:01 dev vx0 dst 10.1.0.40
bridge fdb add 02:00:00:00:04:01 dev va master static
ip maddr add 33:33:00:00:00:99 dev vb
ip route add 10.9.0.0/16 via 10.1.0.9 proto static
ip route add 10.9.1.0/24 via 10.1.0.8 metric 5
ip route add blackhole 10.8.0.0/16
ip route add 10.7.0.0/16 via 10.1.0.9 table 100
ip -6 route add 2001:db8:5::/48 via 2001:db8::9 proto bird
ip neighbour add 10.1.0.20 lladdr 02:00:00:00:00:20 dev vb
ip neighbour add 10.1.0.21 lladdr 02:00:00:00:00:21 nud stale dev vb
ip neighbour add 10.1.0.22 lladdr 02:00:00:00:00:22 nud noarp dev vb
ip neighbour add proxy 10.1.0.30 dev vb
ip rule add from 10.9.0.0/16 table 100 pref 50
ip rule add fwmark 7 blackhole
ip nexthop add id 1 via 10.1.0.9 dev vb
ip nexthop add id 2 via 10.1.0.8 dev vb
ip nexthop add id 3 group 1/2
ip nexthop add id 4 via 10.1.0.12 fdb
bridge mdb add dev br0 port va grp 239.1.1.1 permanent
# Reports of IPv6's multicast listeners are over after a while, and what they make is there.
sleep 2
line=0
while IFS='|' read -r theirs ours <&3; do
  line=$((line + 1))
  # What counts or runs out may change meanwhile: then both are asked again.
  for _ in 1 2 3 4 5 6 7 8; do
    $theirs >"$directory/$line.theirs" 2>&1
    "$nlmon" $ours --once >"$directory/$line.ours" 2>&1
    $theirs >"$directory/again" 2>&1
    cmp -s "$directory/again" "$directory/$line.theirs" && break
  done
done
