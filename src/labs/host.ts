/** A host of a lab: a network namespace, and what can be done in it. */
import { execFile } from 'node:child_process';
import { Rtnetlink } from '../netlink/index.js';
import { constants, NetworkNamespace, Socket } from '../socket/index.js';
import { LabSocket } from './lab-socket.js';
import { searchPath } from './needs.js';
import { Timeline } from './timeline.js';

/** What a program did. */
export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code; 128 and the signal's number for one that a signal ended. */
  readonly code: number;
}

/** Milliseconds after which a program is ended, one that a machine of software emulation runs, too. */
const patience = 50_000;

export class Host {
  readonly name: string;
  readonly namespace: NetworkNamespace;
  /** The host's links, addresses, routes, … */
  readonly rtnetlink: Rtnetlink;
  readonly #timeline: Timeline;
  readonly #sockets: LabSocket[] = [];

  private constructor(name: string, timeline: Timeline) {
    this.name = name;
    this.#timeline = timeline;
    this.namespace = NetworkNamespace.create();
    this.rtnetlink = Rtnetlink.open({ namespace: this.namespace });
  }

  /** Throws SocketError EPERM without CAP_SYS_ADMIN. */
  static create(name: string, timeline: Timeline): Host {
    return new Host(name, timeline);
  }

  /** Has the time line show what is asked of the kernel by {@link rtnetlink} from now on. */
  recordRequests(): void {
    const { connection } = this.rtnetlink;
    const requestAll = connection.requestAll.bind(connection);
    connection.requestAll = async (requests, options) => {
      const at = this.#timeline.now();
      const outcomes = await requestAll(requests, options);
      for (const [index, { type, value }] of requests.entries()) {
        const outcome = outcomes[index]!;
        const result = outcome.status === 'fulfilled' ? '0' : (outcome.reason as { code?: string }).code;
        this.#timeline.record(this.name, 'netlink', `${type} ${JSON.stringify(value)} = ${result}`, at);
      }
      return outcomes;
    };
  }

  /** socket(2) on this host. Closed with it. */
  socket(domain: number, type: number, protocol = 0): LabSocket {
    const open = () => Socket.open({ domain, type, protocol, namespace: this.namespace });
    return this.#own(LabSocket.open(this.name, this.#timeline, open, [domain, type, protocol]));
  }

  /** A socket that looks on, whose calls are no entries of the time line. */
  onlooker(domain: number, type: number, protocol = 0): LabSocket {
    const socket = Socket.open({ domain, type, protocol, namespace: this.namespace });
    return this.#own(new LabSocket(this.name, new Timeline(), socket));
  }

  /** socketpair(2). */
  socketPair(type: number): [LabSocket, LabSocket] {
    const [one, other] = Socket.pair(constants.AF_UNIX, type);
    this.note(`socketpair() = ${one.fd}, ${other.fd}`);
    return [
      this.#own(new LabSocket(this.name, this.#timeline, one)),
      this.#own(new LabSocket(this.name, this.#timeline, other)),
    ];
  }

  /** A file as this host sees it: below /proc/sys/net, /proc/net. */
  read(path: string): string {
    return this.namespace.readFile(path);
  }

  /** A sysctl, by its name as sysctl(8) has it: `net.ipv4.ip_forward`. */
  sysctl(name: string): string {
    return this.namespace.readFile(sysctlPath(name)).trim();
  }

  setSysctl(name: string, value: string | number): void {
    this.note(`sysctl ${name}=${value}`);
    this.namespace.writeFile(sysctlPath(name), String(value));
  }

  /** Runs a program on this host, to its end. */
  run(program: string, args: readonly string[], input = ''): Promise<ProgramResult> {
    this.#timeline.record(this.name, 'program', [program, ...args].join(' '));
    const enter = [`--net=/proc/${process.pid}/fd/${this.namespace.fd}`, '--', program, ...args];
    return new Promise((resolve, reject) => {
      const child = execFile(
        'nsenter',
        enter,
        { timeout: patience, maxBuffer: 1 << 26, env: { ...process.env, PATH: searchPath() } },
        (error, stdout, stderr) => {
          if (error !== null && typeof error.code === 'string') return reject(error);
          if (error?.killed) return reject(new Error(`${program} did not end within ${patience / 1000} s`));
          resolve({ stdout, stderr, code: child.exitCode ?? 128 });
        },
      );
      // A program that does not read its input to the end is no error of ours.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
  }

  /** Runs a program that must succeed, and returns what it printed. */
  async output(program: string, args: readonly string[], input?: string): Promise<string> {
    const { stdout, stderr, code } = await this.run(program, args, input);
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr.trim()}`);
    return stdout;
  }

  /** An entry of the time line. */
  note(text: string): void {
    this.#timeline.record(this.name, 'note', text);
  }

  close(): void {
    for (const socket of this.#sockets) socket.release();
    this.rtnetlink.close();
    this.namespace.close();
  }

  #own(socket: LabSocket): LabSocket {
    this.#sockets.push(socket);
    return socket;
  }
}

function sysctlPath(name: string): string {
  return `/proc/sys/${name.replaceAll('.', '/')}`;
}
