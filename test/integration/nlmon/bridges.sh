#!/bin/sh
# Runs monitors of bridge(8) and nlmon beside each other while ports, their VLANs, forwarding and multicast databases and
# network identifiers of VXLAN interfaces change; what each prints goes to a file of its own in the directory $1. $2 is the
# launcher of nlmon.
PATH=/usr/sbin:/sbin:$PATH
directory=$1
nlmon=$2
mount -t tmpfs tmpfs /run

# No neighbours to look for, and no group to report: timers make the kernel say things by itself.
for what in default all; do echo 1 >/proc/sys/net/ipv6/conf/$what/disable_ipv6; done
ip link set lo up
ip link add va type veth peer name vb
ip link add vc type veth peer name vd
for device in va vb vc vd; do ip link set $device up; done

pids=
monitors=0
start() {
  name=$1
  shift
  "$@" >"$directory/$name" 2>"$directory/$name.errors" &
  pids="$pids $!"
  monitors=$((monitors + 1))
}

start bridge.all stdbuf -oL bridge monitor all
start nlmon.all "$nlmon" bridge
start bridge.details stdbuf -oL bridge -d monitor link
start nlmon.details "$nlmon" ports -d
for object in fdb mdb vlan vni; do
  start bridge.$object stdbuf -oL bridge -s monitor $object
  start nlmon.$object "$nlmon" $object -s
done
start nlmon.json "$nlmon" bridge -j

# Every one of them has a socket that belongs to groups.
tries=0
while [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -lt $monitors ] && [ $tries -lt 300 ]; do
  tries=$((tries + 1))
  sleep 0.1
done

# The monitors ask for names as they print: what goes away waits until they have.
slowly() {
  while read -r command; do
    echo "$command"
    sleep 0.1
  done
}

slowly <<COMMANDS | ip -force -batch - 2>>"$directory/refused"
link add br0 type bridge
link set br0 type bridge vlan_filtering 1 vlan_stats_enabled 1
link set br0 type bridge mcast_snooping 1
link set br0 up
link set va master br0
link set vc master br0
link add vx0 type vxlan dev vb dstport 4790 external vnifilter
link add vx1 type vxlan id 10 local 10.1.0.1 dstport 4789
link set vx0 master br0
link set vx0 type bridge_slave vlan_tunnel on
link set vx1 up
link set va type bridge_slave cost 7 priority 5 hairpin on guard on isolated on
COMMANDS
slowly <<COMMANDS | bridge -force -batch - 2>>"$directory/refused"
link set dev vc learning off flood off mcast_flood off neigh_suppress on
vlan add dev va vid 10-15
vlan add dev va vid 20 pvid untagged
vlan add dev vc vid 30
vlan set dev va vid 10-11 state blocking
vlan global set dev br0 vid 1 mcast_snooping 0
vlan del dev va vid 12-13
vlan add dev vx0 vid 10 tunnel_info id 110
vlan add dev br0 vid 40 self
fdb add 02:00:00:00:04:01 dev va master static
fdb replace 02:00:00:00:04:01 dev vc master static vlan 30
fdb add 02:00:00:00:04:02 dev va master dynamic extern_learn
fdb add 02:00:00:00:05:01 dev vx1 dst 10.1.0.40
fdb append 02:00:00:00:05:01 dev vx1 dst 10.1.0.41 port 999 vni 7
fdb append 02:00:00:00:05:01 dev vx1 dst 2001:db8::41 via vb
fdb del 02:00:00:00:05:01 dev vx1 dst 10.1.0.40
fdb del 02:00:00:00:04:01 dev va master
mdb add dev br0 port va grp 239.1.1.1 permanent
mdb add dev br0 port va grp 239.1.1.2 temp vid 10
mdb add dev br0 port vc grp ff0e::5 permanent vid 30
mdb add dev br0 port vc grp 239.1.1.3 src 10.0.0.9 permanent
mdb add dev br0 port br0 grp 02:00:00:11:22:33 permanent
mdb del dev br0 port va grp 239.1.1.1
vni add dev vx0 vni 100,300,16777200-16777203
vni add dev vx0 vni 200-203 group 239.1.1.1
vni add dev vx0 vni 400 remote 10.1.0.50
vni add dev vx0 vni 400 remote 10.1.0.51
vni add dev vx0 vni 401-402 group ff05::9
vni delete dev vx0 vni 100
vni delete dev vx0 vni 201-202
COMMANDS
slowly <<COMMANDS | ip -force -batch - 2>>"$directory/refused"
link set va nomaster
link del vx0
link del vx1
link set vc type bridge_slave state 3
link del br0
COMMANDS

# Until no monitor has printed anything for half a second.
size=-1
while [ "$size" != "$(cat "$directory"/* | wc -c)" ]; do
  size=$(cat "$directory"/* | wc -c)
  sleep 0.5
done
kill $pids
wait
