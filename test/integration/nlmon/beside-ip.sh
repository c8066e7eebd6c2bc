#!/bin/sh
# Runs monitors beside each other in namespaces of their own while the scenario plays; what each prints goes to a file
# of its own in the directory $1. $2 is the launcher of nlmon.
PATH=/usr/sbin:/sbin:$PATH
here=$(dirname "$0")
directory=$1
nlmon=$2
mount -t tmpfs tmpfs /run

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
start ip.inet ip -4 monitor link address route neigh netconf rule nsid nexthop
start nlmon.inet "$nlmon" links addrs routes neighs netconf rules nsids nexthops -4
start ip.inet6 ip -6 monitor link route neigh
start nlmon.inet6 "$nlmon" link route neigh -6
start ip.label ip monitor label rule nexthop
start nlmon.label "$nlmon" rule nexthop --label

# Every one of the nine has a socket that belongs to groups.
tries=0
while [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -lt 9 ] && [ $tries -lt 100 ]; do
  tries=$((tries + 1))
  sleep 0.1
done

sh "$here/scenario.sh" >/dev/null

# Until no monitor has printed anything for half a second.
size=-1
while [ "$size" != "$(cat "$directory"/* | wc -c)" ]; do
  size=$(cat "$directory"/* | wc -c)
  sleep 0.5
done
kill $pids
wait
