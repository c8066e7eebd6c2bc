/** Takes messages as bytes and, beside them, what ip prints of them, in a network namespace of its own. */
import { execFileSync, spawnSync } from 'node:child_process';

/** Whether this system lets the user make such namespaces. */
export const canUnshare = spawnSync('unshare', ['-Urnm', 'ip', 'link', 'show']).status === 0;

/** Reads a plan from standard input, carries it out, and writes what came of it. */
const recorder = String.raw`
import json, os, select, socket, struct, subprocess, sys, time

plan = json.load(sys.stdin)

def call(*arguments, **options):
    return subprocess.run(arguments, capture_output=True, text=True, **options)

def netlink(groups=0):
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
    s.bind((0, groups))
    return s

def split(data):
    at = 0
    while at < len(data):
        length, kind = struct.unpack_from('=IH', data, at)
        yield kind, data[at + 16:at + length]
        at += (length + 3) & ~3

def exchange(kind, flags, body):
    s = netlink()
    s.send(struct.pack('=IHHII', 16 + len(body), kind, flags, 1, 0) + body)
    messages = []
    while True:
        for kind, payload in split(s.recv(1 << 20)):
            if kind in (2, 3):
                return messages
            messages.append([kind, payload.hex()])
            if not flags & 0x300:
                return messages

def run(lines, *program):
    errors = call(*program, '-force', '-batch', '-', input=''.join(line + '\n' for line in lines)).stderr
    return [line for line in errors.splitlines() if not line.startswith('Command failed')]

def record(take):
    # Times run out and neighbours change their state: what ip prints before and after must be the same.
    for _ in range(100):
        text = call('ip', *take['ip']).stdout
        answer = exchange(take['type'], take['flags'], bytes.fromhex(take['body']))
        parsed = call('ip', '-j', *take['ip']).stdout
        if text == call('ip', *take['ip']).stdout:
            return {'messages': answer, 'text': text, 'json': json.loads(parsed or '[]')}
    sys.exit('no peace: ip ' + ' '.join(take['ip']))

def multicast(group, origin, outgoing):
    entry = socket.inet_aton(origin) + socket.inet_aton(group) + struct.pack('=H32B', 0, *outgoing) + bytes(18)
    router.setsockopt(socket.IPPROTO_IP, 204, entry)

def listening():
    rows = open('/proc/net/netlink').read().splitlines()[1:]
    return sum(1 for row in rows if row.split()[1] == '0' and int(row.split()[3], 16) & 0x80000000)

refused = run(plan['setup'], 'ip')
# MRT_INIT and MRT_ADD_VIF (linux/mroute.h); MRT_ADD_MFC above.
router = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_IGMP)
router.setsockopt(socket.IPPROTO_IP, 200, 1)
for number, device in enumerate(('v0', 'v1', 'down0')):
    interface = struct.pack('=HBBIi4x', number, 8, 1, 0, socket.if_nametoindex(device))
    router.setsockopt(socket.IPPROTO_IP, 202, interface)

groups = 0
for group in (3, 6, 7, 8, 10, 11, 19, 27, 32):
    groups |= 1 << (group - 1)
own = netlink(groups)
monitor = subprocess.Popen(['ip', 'monitor', 'route', 'mroute', 'rule', 'nexthop', 'neigh'], stdout=subprocess.PIPE)
while listening() < 2:
    time.sleep(0.01)
run(['rule add pref 31998 table 31998'], 'ip')
refused += run(plan['commands'], 'ip')
refused += run(plan['commands6'], 'ip', '-6')
refused += run(plan['bridge'], 'bridge')
refused += run(plan['changes'], 'ip')
multicast('239.1.1.1', '10.0.0.7', [0, 1, 3] + [0] * 29)
multicast('239.1.1.2', '10.0.0.7', [0] * 32)
result = {'takes': {name: record(take) for name, take in plan['takes'].items()}}
refused += run(plan['endings'], 'ip')
refused += run(plan['endings'], 'ip', '-6')
run(['rule add pref 31999 table 31999'], 'ip')
text = b''
while b'31999:' not in text:
    text += os.read(monitor.stdout.fileno(), 1 << 16)
monitor.kill()
monitor.wait()
events = []
while select.select([own], [], [], 0.2)[0]:
    events += [[kind, payload.hex()] for kind, payload in split(own.recv(1 << 20))]
result['monitor'] = {'messages': events, 'text': text.decode()}
result['interfaces'] = socket.if_nameindex()
result['refused'] = refused
json.dump(result, sys.stdout)
`;

export interface Take {
  /** Type, flags and body of the request. */
  readonly type: number;
  readonly flags: number;
  readonly body: string;
  /** The arguments with which ip asks for the same. */
  readonly ip: readonly string[];
}

export interface Recording {
  readonly takes: Record<string, { messages: [number, string][]; text: string; json: unknown[] }>;
  readonly monitor: { messages: [number, string][]; text: string };
  readonly interfaces: [number, string][];
  readonly refused: string[];
}

export interface Plan {
  /** Lines of `ip -batch`, before anybody listens. */
  readonly setup: readonly string[];
  /** What `ip monitor` is to see: lines of ip, of `ip -6` and of bridge. */
  readonly commands: readonly string[];
  readonly commands6: readonly string[];
  readonly bridge: readonly string[];
  readonly changes: readonly string[];
  /** Done after the takes, for both families. */
  readonly endings: readonly string[];
  readonly takes: Readonly<Record<string, Take>>;
}

export function record(plan: Plan): Recording {
  const output = execFileSync('unshare', ['-Urnm', 'python3', '-c', recorder], {
    input: JSON.stringify(plan),
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  return JSON.parse(output) as Recording;
}
