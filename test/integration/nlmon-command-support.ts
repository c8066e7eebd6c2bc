/** A network of a test's own, the command nlmon in it as its users start it, and `ip` beside it. */
import { type ChildProcess, execFileSync, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = new URL('../../', import.meta.url).pathname;
export const launcher = `${root}bin/nlmon.js`;

/** Whether networks can be made here. */
export const possible = spawnSync('unshare', ['-Urnm', 'ip', 'link']).status === 0;

const path = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Resolves when a condition is met; rejects when it is not within 20 seconds. */
export async function until(condition: () => boolean, what = 'condition'): Promise<void> {
  for (let i = 0; !condition(); i++) {
    if (i === 2000) throw new Error(`never happened: ${what}`);
    await sleep(10);
  }
}

export function isAlive(pid: number): boolean {
  try {
    // A zombie has ended.
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The processes that a process started and that run. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

/** How a process ended, and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process, and what it has said so far. */
export class Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stdout = '';
  stderr = '';

  constructor(
    program: string,
    args: readonly string[],
    { stdio = ['ignore', 'pipe', 'pipe'] as StdioOptions, env = {} as NodeJS.ProcessEnv } = {},
  ) {
    this.child = spawn(program, args, { stdio, cwd: root, env: { ...path, ...env } });
    this.child.stdout?.setEncoding('utf8').on('data', text => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', text => {
      this.stderr += text;
    });
    this.ended = once(this.child, 'close').then(([code, signal]) => ({
      code,
      signal,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }

  get pid(): number {
    return this.child.pid!;
  }

  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  /** What JSON lines say. */
  get objects(): any[] {
    return this.lines.map(line => JSON.parse(line));
  }

  /** Resolves when standard output meets a condition. */
  async says(condition: (running: this) => boolean): Promise<void> {
    const gone = () => this.child.exitCode !== null || this.child.signalCode !== null;
    await until(() => condition(this) || gone(), 'what was waited for');
    if (!condition(this)) throw new Error(`it ended: ${this.stdout}${this.stderr}`);
  }

  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** The groups of each NETLINK_ROUTE socket of /proc/net/netlink. */
function groupsIn(table: string): bigint[] {
  const columns = table
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/));
  return columns.filter(column => column[1] === '0').map(column => BigInt(`0x${column[3]}`));
}

const bit = (group: number) => 1n << BigInt(group - 1);
const [link, netconf, nsid, nexthop] = [bit(1), bit(24), bit(28), bit(32)];

/** The sockets of nlmon in /proc/net/netlink that joined all their groups: it joins these last. */
export function nlmonSockets(table: string): number {
  const has = (groups: bigint, wanted: bigint) => (groups & wanted) === wanted;
  return groupsIn(table).filter(
    groups =>
      has(groups, link | nsid) && (!has(groups, netconf) || has(groups, nexthop) || !has(groups, bit(3))),
  ).length;
}

/** The sockets in /proc/net/netlink that joined a group. */
export function subscribedSockets(table: string): number {
  return groupsIn(table).filter(groups => groups !== 0n).length;
}

export class Network implements AsyncDisposable {
  /** The process that holds it: its namespaces are the network's. */
  readonly holder: ChildProcess;
  readonly #started: Running[] = [];

  private constructor(holder: ChildProcess) {
    this.holder = holder;
  }

  static async create(): Promise<Network> {
    const holder = spawn('unshare', ['-Urnm', 'sh', '-c', 'echo ready; exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(holder.stdout!, 'data');
    return new Network(holder);
  }

  get #enter(): string[] {
    return ['-t', String(this.holder.pid), '-U', '-n', '-m', '--preserve-credentials', '--'];
  }

  /** Runs `ip` with words separated by blanks. */
  ip(words: string): string {
    return execFileSync('nsenter', [...this.#enter, 'ip', ...words.split(' ')], {
      encoding: 'utf8',
      env: path,
    });
  }

  /** Carries out many `ip` commands, a line each. */
  ipBatch(lines: readonly string[]): void {
    execFileSync('nsenter', [...this.#enter, 'ip', '-batch', '-'], {
      input: `${lines.join('\n')}\n`,
      env: path,
    });
  }

  /** Starts a program. */
  start(
    program: string,
    args: readonly string[],
    options?: ConstructorParameters<typeof Running>[2],
  ): Running {
    const running = new Running('nsenter', [...this.#enter, program, ...args], options);
    this.#started.push(running);
    return running;
  }

  /** Runs nlmon to its end. */
  nlmon(args: string, options?: ConstructorParameters<typeof Running>[2]): Promise<Ended> {
    return this.start(process.execPath, [launcher, ...words(args)], options).ended;
  }

  /** Runs lines of a shell, in which `nlmon` is the command. */
  shell(script: string): Promise<Ended> {
    const nlmon = `nlmon() { ${process.execPath} ${launcher} "$@"; }`;
    return this.start('bash', ['-c', `${nlmon}\n${script}`]).ended;
  }

  /** Starts nlmon and waits until it listens. */
  async listen(args: string, options?: ConstructorParameters<typeof Running>[2]): Promise<Running> {
    const before = nlmonSockets(this.#sockets);
    const running = this.start(process.execPath, [launcher, ...words(args)], options);
    await running.says(() => nlmonSockets(this.#sockets) > before);
    return running;
  }

  /** Starts `ip monitor` and waits until it listens. */
  async ipMonitor(args: string): Promise<Running> {
    const before = subscribedSockets(this.#sockets);
    const running = this.start('ip', words(args));
    await running.says(() => subscribedSockets(this.#sockets) > before);
    return running;
  }

  get #sockets(): string {
    return readFileSync(`/proc/${this.holder.pid}/net/netlink`, 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#started) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    await Promise.all(this.#started.map(({ ended }) => ended));
    const gone = once(this.holder, 'exit');
    this.holder.stdin!.end();
    await gone;
  }
}

const words = (text: string): string[] => (text === '' ? [] : text.split(' '));
