#!/bin/sh
# Runs monitors beside each other while interfaces of every kind come and go; what each prints goes to a file of its own
# in the directory $1. $2 is the launcher of nlmon.
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

start ip.details ip -d monitor link address
start nlmon.details "$nlmon" links addrs -d
start ip.lines ip -o -d monitor link
start nlmon.lines "$nlmon" links -o -d
start nlmon.json "$nlmon" links -d -j

# Every one of the five has a socket that belongs to groups.
tries=0
while [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -lt 5 ] && [ $tries -lt 300 ]; do
  tries=$((tries + 1))
  sleep 0.1
done

sh "$here/kinds.sh" >"$directory/made"

# Until no monitor has printed anything for half a second.
size=-1
while [ "$size" != "$(cat "$directory"/* | wc -c)" ]; do
  size=$(cat "$directory"/* | wc -c)
  sleep 0.5
done
kill $pids
wait
