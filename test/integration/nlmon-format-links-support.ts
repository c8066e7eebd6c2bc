/** A user, network and mount namespace in which `ip` and raw netlink sockets (python3's) are run side by side. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Makes names of network namespaces the sandbox's own, and its loopback interface work. */
const prepare = 'mount -t tmpfs none /run && mkdir /run/netns && ip link set lo up';

/** Whether this system lets the user make such namespaces, and has the ip whose output ours is to be. */
export const canCompare =
  spawnSync('unshare', ['-Urnm', 'sh', '-c', `${prepare} && ip -V`]).stdout?.includes('iproute2-6.1') ??
  false;

/** Asks for a dump and writes the messages that come, one behind the other, until the last. */
const dumpProgram = `
import socket, struct, sys
kind, body = int(sys.argv[1]), bytes.fromhex(sys.argv[2])
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
s.bind((0, 0))
s.send(struct.pack('=IHHII', 16 + len(body), kind, 0x301, 1, 0) + body)
while True:
    data, at = s.recv(1 << 20), 0
    while at < len(data):
        length, kind = struct.unpack_from('=IH', data, at)
        if kind == 3: sys.exit()
        if kind == 2: sys.exit('refused: %d' % struct.unpack_from('=i', data, at + 16))
        sys.stdout.buffer.write(data[at:at + (length + 3 & ~3)])
        at += length + 3 & ~3
`;

/** Joins groups and writes the messages that come, one behind the other. */
const recordProgram = `
import socket, sys
s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
s.bind((0, 0))
for group in sys.argv[1:]: s.setsockopt(270, 1, int(group))
while True:
    sys.stdout.buffer.write(s.recv(1 << 20))
    sys.stdout.buffer.flush()
`;

export class IpNamespace implements AsyncDisposable {
  readonly #children: ChildProcess[] = [];
  readonly #pid: number;

  private constructor(holder: ChildProcess) {
    this.#children.push(holder);
    this.#pid = holder.pid!;
  }

  static async create(): Promise<IpNamespace> {
    const holder = spawn(
      'unshare',
      ['-Urnm', 'sh', '-c', `${prepare} && echo ready && exec sleep infinity`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(holder.stdout!, 'data');
    return new IpNamespace(holder);
  }

  #enter(command: readonly string[]): string[] {
    return ['-t', String(this.#pid), '-U', '-n', '-m', '--preserve-credentials', ...command];
  }

  /** Runs a command to its end and returns what it printed. */
  run(...command: string[]): Buffer {
    return execFileSync('nsenter', this.#enter(command), { maxBuffer: 1 << 28 });
  }

  /** What `ip` with these arguments, separated by blanks, prints. */
  ip(words: string): string {
    return this.run('ip', ...words.split(' ')).toString();
  }

  /** The bytes of a dump's messages. */
  dump(type: number, body: Uint8Array): Buffer {
    return this.run('python3', '-c', dumpProgram, String(type), Buffer.from(body).toString('hex'));
  }

  /** Starts a subscriber and waits until it has joined its groups; what it prints grows in `output`. */
  async subscribe(command: readonly string[]): Promise<{ output(): Buffer }> {
    const before = this.#subscribers();
    const child = spawn('nsenter', this.#enter(command), { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(child);
    const chunks: Buffer[] = [];
    child.stdout!.on('data', chunk => chunks.push(chunk));
    while (this.#subscribers() === before) await sleep(10);
    // ip reads names and interfaces after it has subscribed.
    await sleep(300);
    return { output: () => Buffer.concat(chunks) };
  }

  /** Saves raw messages of these multicast groups (RTNLGRP_…). */
  record(groups: readonly number[]): Promise<{ output(): Buffer }> {
    return this.subscribe(['python3', '-c', recordProgram, ...groups.map(String)]);
  }

  #subscribers(): number {
    const sockets = readFileSync(`/proc/${this.#pid}/net/netlink`, 'utf8').trim().split('\n').slice(1);
    return sockets.filter(line => Number.parseInt(line.trim().split(/\s+/)[3]!, 16) !== 0).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}
