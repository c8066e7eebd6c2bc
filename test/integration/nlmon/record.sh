#!/bin/sh
# Records changes beside rtmon and ip monitor in namespaces of their own; what each prints or writes goes to a file of
# its own in the directory $1. $2 is the launcher of nlmon. What the recordings are for ip is printed here too, where it
# can find the names of the interfaces.
PATH=/usr/sbin:/sbin:$PATH
directory=$1
nlmon=$2
mount -t tmpfs tmpfs /run
cd "$directory" || exit 1

pids=
start() {
  name=$1
  shift
  "$@" >"$name" 2>"$name.errors" &
  pids="$pids $!"
}

start pcap.text "$nlmon" all --ts --record pcap.pcap
start rtmon.json "$nlmon" all --json --record rtmon.rtmon
start routes.text "$nlmon" routes --record routes.pcap
start snapshot.text "$nlmon" all --snapshot --record snapshot.pcap
start some.text "$nlmon" neigh rule -4 --record some.rtmon
start nsid.json "$nlmon" all --all-nsid --json --record nsid.pcap
start ip.text ip monitor all
start theirs rtmon file theirs.rtmon

# Every one of the eight has a socket that belongs to groups, and has read the names that are there.
tries=0
while [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -lt 8 ] && [ $tries -lt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
sleep 1

settle() { sleep 0.2; }
ip link set lo up; settle
ip link add va type veth peer name vb; settle
ip link set va up
ip link set vb up
ip address add 10.1.1.1/24 dev va
ip address add fd00:1::1/64 dev va nodad
settle
ip route add 10.8.0.0/16 via 10.1.1.2
ip route add 10.9.0.0/16 nexthop via 10.1.1.2 weight 3 nexthop dev vb
ip route replace 10.8.0.0/16 via 10.1.1.3 mtu 1300
ip -6 route add fd00:8::/48 via fd00:1::9
ip route del 10.9.0.0/16
ip nexthop add id 7 via 10.1.1.2 dev va
ip rule add from 10.1.0.0/16 table 100 priority 1000
ip -6 rule add to fd00:6::/32 table 107 priority 1012
ip neigh add 10.1.1.7 lladdr 02:00:00:00:00:07 dev va
ip neigh change 10.1.1.7 lladdr 02:00:00:00:00:08 dev va nud stale
ip neigh add fd00:1::7 lladdr 02:00:00:00:00:07 dev va
sysctl -qw net.ipv4.conf.va.forwarding=1
settle
# A namespace that has a number and no name, with an interface that is renamed there.
unshare -n sleep 60 &
other=$!
settle
ip link add vc type veth peer name vd netns $other; settle
nsenter -t $other -n ip link set vd name renamed; settle
nsenter -t $other -n ip address add 10.2.2.2/24 dev renamed
ip address flush dev vb
settle

# Until no monitor has printed anything for half a second.
size=-1
while [ "$size" != "$(cat ./* | wc -c)" ]; do
  size=$(cat ./* | wc -c)
  sleep 0.5
done
signal=TERM
for pid in $pids; do
  kill -$signal "$pid"
  [ $signal = TERM ] && signal=HUP || signal=TERM
done
for pid in $pids; do
  wait "$pid"
  echo $? >>codes
done

ip monitor all file rtmon.rtmon >rtmon.ip 2>rtmon.ip.errors
ip monitor all file theirs.rtmon >theirs.ip 2>theirs.ip.errors
kill $other
