#!/bin/sh
# Monitors beside each other in namespaces of their own while the rarer events happen: advertised prefixes, multicast
# routes, statistics that devices are asked for, buckets of next hops. What each prints goes to a file of its own in the
# directory $1, and so does what is shown of the multicast routes. $2 is the launcher of nlmon.
PATH=/usr/sbin:/sbin:$PATH
here=$(dirname "$0")
directory=$1
nlmon=$2
mount -t tmpfs tmpfs /run

# What timers make the kernel say by itself comes to two listeners in two orders: no addresses of its own, and below no
# neighbours to look for.
echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode
echo 0 >/proc/sys/net/ipv6/conf/default/autoconf
ip link set lo up
ip link add va type veth peer name vb
ip link add vc type veth peer name vd
for dev in va vb vc vd; do ip link set $dev up; done
ip addr add 10.1.0.1/24 dev va
ip addr add 10.2.0.1/24 dev vc
ip addr add 2001:db8:1::1/64 dev va nodad
for id in 1 2; do ip neigh add 10.1.0.1$id lladdr 02:00:00:00:00:1$id dev va; done
sleep 0.2

pids=
start() {
  name=$1
  shift
  "$@" >"$directory/$name" 2>"$directory/$name.errors" &
  pids="$pids $!"
}

start ip.all ip monitor all
start nlmon.all "$nlmon" all
start nlmon.json "$nlmon" all --json
start ip.some ip monitor label mroute prefix stats
start nlmon.some "$nlmon" mroutes prefixes stats --label
start ip.inet ip -4 monitor mroute prefix nexthop
start nlmon.inet "$nlmon" mroute prefix nexthop -4
start ip.inet6 ip -6 monitor mroute prefix
start nlmon.inet6 "$nlmon" m p -6
start ip.dev ip monitor mroute dev vc
start nlmon.dev "$nlmon" mroute --dev vc

# Every one of the eleven has a socket that belongs to groups.
tries=0
while [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -lt 11 ] && [ $tries -lt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done

for id in 1 2; do ip nexthop add id $id via 10.1.0.1$id dev va; done
ip nexthop add id 23 group 1/2 type resilient buckets 8 idle_timer 1
ip route add 10.9.0.0/16 nhid 23
for dev in va vc; do
  ip stats set dev $dev l3_stats on
  ip stats set dev $dev l3_stats off
done
SHOW="sh $here/others-show.sh $directory $nlmon" python3 "$here/others.py"

# Until no monitor has printed anything for half a second.
size=-1
while [ "$size" != "$(cat "$directory"/* | wc -c)" ]; do
  size=$(cat "$directory"/* | wc -c)
  sleep 0.5
done
kill $pids
wait
