#!/bin/sh
# Leaves what the scenario made in namespaces of its own, and has nlmon and ip show it into files of the directory $1.
# $2 is the launcher of nlmon.
PATH=/usr/sbin:/sbin:$PATH
here=$(dirname "$0")
directory=$1
nlmon=$2
mount -t tmpfs tmpfs /run
KEEP=1 sh "$here/scenario.sh" >/dev/null
# Timers of addresses and neighbours run: what is compared is asked for within the same second, or again.

pair() {
  name=$1
  theirs=$2
  ours=$3
  ip $theirs >"$directory/$name.ip" 2>&1
  "$nlmon" $ours --once >"$directory/$name.nlmon" 2>&1
  ip -j $theirs >"$directory/$name.ip.json" 2>&1
  "$nlmon" $ours --once --json >"$directory/$name.nlmon.json" 2>&1
}

# Without lifetimes that count down, which differ from one second to the next.
for address in 10.40.0.1/24 fd00:1::2/64 fd00:1::5/64; do
  ip address del $address dev vb 2>/dev/null
  ip address del $address dev va 2>/dev/null
done
ip -6 route del fd00:122::/48 2>/dev/null

pair link 'link show' links
pair link-dev 'link show dev va' 'links --dev va'
pair addr 'address show' addrs
pair addr-4 '-4 address show' 'addrs -4'
pair addr-6 '-6 address show' 'addrs -6'
pair addr-dev 'address show dev va' 'addrs --dev va'
pair route 'route show' routes
pair route-6 '-6 route show' 'routes -6'
pair route-all 'route show table all' 'routes --table all'
pair route-100 'route show table local' 'routes --table local'
pair route-dev 'route show dev va' 'routes --dev va'
pair neigh 'neigh show' neighs
pair neigh-4 '-4 neigh show' 'neighs -4'
pair rule 'rule show' rules
pair rule-6 '-6 rule show' 'rules -6'
pair nexthop 'nexthop show' nexthops
pair netconf 'netconf show' netconf
pair netconf-6 '-6 netconf show' 'netconf -6'
pair nsid 'netns list-id' nsids
