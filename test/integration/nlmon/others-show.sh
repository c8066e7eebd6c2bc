#!/bin/sh
# Has nlmon and ip show multicast routes into files of the directory $1. $2 is the launcher of nlmon.
directory=$1
nlmon=$2

pair() {
  name=$1
  theirs=$2
  ours=$3
  ip $theirs >"$directory/$name.show-ip" 2>&1
  "$nlmon" $ours --once >"$directory/$name.show-nlmon" 2>&1
  ip -j $theirs >"$directory/$name.json-ip" 2>&1
  "$nlmon" $ours --once --json >"$directory/$name.json-nlmon" 2>&1
}

pair mroute 'mroute show' mroutes
pair mroute-4 '-4 mroute show' 'mroutes -4'
pair mroute-6 '-6 mroute show' 'mroutes -6'
pair mroute-all 'mroute show table all' 'mroutes --table all'
pair mroute-dev 'mroute show iif va' 'mroutes --dev va'
pair mroute-default 'mroute show table default' 'mroutes --table default'
