# $1: directory, $2: nlmon. What changes in traffic control, as `tc monitor` and nlmon print it; what is there, as both show it.
set -e
cd "$1"
command=$2
nlmon() { node "$command" "$@"; }
# Nothing is to be sent on its own while both count it.
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
ip link add eth0 type veth peer name eth1
ip link set eth0 up
ip link set eth1 up

node "$command" tc > monitor.nlmon & ours=$!
node "$command" tc --json > monitor.json & json=$!
tc monitor > monitor.tc & theirs=$!
trap 'kill $ours $json $theirs' EXIT
# Until all three listen.
until [ "$(awk '$2 == 0 && $4 != "00000000"' /proc/net/netlink | wc -l)" -ge 3 ]; do sleep 0.1; done

tc qdisc add dev eth0 root handle 1: htb default 30
tc class add dev eth0 parent 1: classid 1:1 htb rate 6mbit burst 15k
tc class add dev eth0 parent 1:1 classid 1:10 htb rate 5mbit burst 15k ceil 6mbit
tc class add dev eth0 parent 1:1 classid 1:30 estimator 1sec 8sec htb rate 1mbit overhead 14 linklayer atm prio 3
tc qdisc add dev eth0 parent 1:10 handle 10: pfifo limit 7
tc qdisc replace dev eth0 parent 1:10 handle 11: bfifo limit 7000
tc qdisc change dev eth0 parent 1:10 handle 11: bfifo limit 8000
tc qdisc add dev eth0 parent 1:30 handle 30: tbf rate 40gbit burst 1mb limit 10mb
tc class change dev eth0 parent 1:1 classid 1:10 htb rate 4mbit burst 15k ceil 6mbit
tc qdisc add dev eth1 root stab overhead 24 linklayer atm tbf rate 1mbit burst 10k latency 50ms peakrate 2mbit minburst 1540
tc qdisc add dev eth1 ingress_block 21 egress_block 22 clsact

show() {
  for options in '' -s -d '-s -s -d -r' '-s -iec' '-d -N'; do
    echo "$1 $2 $3 $options"
    tc $options $1 show $3 >> "$2.tc"
    nlmon $2 --once $options $(echo "$3" | sed 's/dev /--dev /') >> "$2.nlmon"
  done
}
show qdisc qdiscs
show qdisc qdiscs 'dev eth0'
show class classes 'dev eth0'
show class classes 'dev eth1'
for options in '' -s '-s -d'; do
  tc -j $options qdisc show >> qdiscs.tc.json
  nlmon qdiscs --once -j $options >> qdiscs.nlmon.json
done

tc class del dev eth0 classid 1:10
tc qdisc del dev eth0 root
tc qdisc del dev eth1 clsact
sleep 1
