# Run in a fresh network and mount namespace. Filters, chains and actions of the kinds that most kernels have come and
# go while tc and nlmon listen; both show what there is in between.
#   $1: where to put what they print   $2: nlmon
set -e
trap 'kill $ours $json $theirs' EXIT
ours= json= theirs=
out=$1 nlmon=$2
ip link set lo up
ip link add d0 type veth peer name d1
ip link add d2 type veth peer name d3
tc qdisc add dev d0 ingress
tc qdisc add dev d2 root handle 1: htb default 10
tc class add dev d2 parent 1: classid 1:10 htb rate 1mbit
tc class add dev d2 parent 1:10 classid 1:20 htb rate 1mbit

"$nlmon" filters chains actions >"$out/nlmon.monitor" 2>"$out/nlmon.monitor.errors" &
ours=$!
"$nlmon" filters chains actions --json >"$out/nlmon.json" &
json=$!
tc monitor >"$out/tc.monitor" &
theirs=$!

# Asks until a listener is there: it has heard of a chain.
ready() {
  n=0
  until [ -s "$out/nlmon.monitor" ] && [ -s "$out/nlmon.json" ] && [ -s "$out/tc.monitor" ]; do
    n=$((n + 1))
    [ $n -lt 200 ]
    tc chain add dev d0 ingress chain $n
    sleep 0.05
  done
  sleep 0.3
}
ready
echo ready >>"$out/mark"
tc filter add dev d0 ingress protocol ip pref 1 u32 match ip src 10.0.0.0/8 match ip dport 80 0xffff flowid 1:1 \
  action mirred egress mirror dev d2
tc filter add dev d2 parent 1: protocol ip pref 2 handle 2: u32 divisor 256
tc filter add dev d2 parent 1: protocol ip pref 2 u32 ht 2:7: match ip protocol 6 0xff match mark 5 0xff flowid 1:10
tc filter add dev d2 parent 1: protocol ip pref 2 u32 ht 800: match ip dst 10.1.0.0/16 offset at 0 mask 0x0f00 shift 6 \
  plus 4 eat hashkey mask 0x000000ff at 12 link 2:
tc filter add dev d2 parent 1:10 protocol ip pref 3 u32 match ip tos 0x10 0xff flowid 1:20
tc filter add dev d0 ingress protocol all pref 5 bpf \
  bytecode '4,40 0 0 12,21 0 1 2048,6 0 0 4294967295,6 0 0 0' flowid 1:2 action mirred ingress redirect dev d3
tc filter replace dev d0 ingress protocol all pref 5 handle 1 bpf bytecode '1,6 0 0 4294967295' flowid 1:2 \
  action mirred egress redirect dev d2
# Actions by themselves are for who has CAP_NET_ADMIN in the first user namespace.
tc actions add action mirred egress mirror dev d2 index 9 cookie 0102 || :
tc actions replace action mirred egress redirect dev d2 index 9 || :
tc chain add dev d0 ingress chain 1007

show() { # name, words of tc, options of nlmon
  tc $2 >"$out/tc.$1"
  "$nlmon" $3 --once >"$out/nlmon.$1"
}
show ingress 'filter show dev d0 ingress' 'filters --dev d0 --parent ingress'
show details '-d -r -N filter show dev d0 ingress' 'filters -d -r -N --dev d0 --parent ingress'
show pretty '-p filter show dev d0 ingress' 'filters -p --dev d0 --parent ingress'
show qdisc 'filter show dev d2 parent 1:' 'filters --dev d2 --parent 1:'
show class 'filter show dev d2 parent 1:10' 'filters --dev d2 --parent 1:10'
show counted '-s filter show dev d2 parent 1:' 'filters -s --dev d2 --parent 1:'
show chains 'chain show dev d0 ingress' 'chains --dev d0 --parent ingress'
show actions 'actions list action mirred' 'actions'
show actions-brief '-br actions list action mirred' 'actions -br'
show ingress-json '-j filter show dev d0 ingress' 'filters -j --dev d0 --parent ingress'
show actions-json '-j actions list action mirred' 'actions -j'
"$nlmon" filters --once >"$out/nlmon.all"

tc actions delete action mirred index 9 || :
tc chain delete dev d0 ingress chain 1007
tc filter delete dev d0 ingress
tc filter delete dev d2 parent 1:
tc actions flush action mirred || :
tc chain add dev d0 ingress chain 2000

n=0
until grep -q 'chain 2000' "$out/nlmon.monitor" && grep -q 2000 "$out/nlmon.json" && grep -q 'chain 2000' "$out/tc.monitor"; do
  n=$((n + 1))
  [ $n -lt 200 ]
  sleep 0.05
done
