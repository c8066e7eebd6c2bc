/** Socket activation: a server that is started when somebody calls, and replaced without anybody noticing (sd_listen_fds(3)). */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { constants, encodeInt, OwnedFd, type Socket, SocketError } from '../socket/index.js';
import { ECANCELED } from './errno.js';
import { NotifySocket, type ReceivedNotification } from './notify-socket.js';
import { type NamedFd, spawnWithFds } from './systemd/spawn-with-fds.js';

/** A socket that the server is to have, and its name in LISTEN_FDNAMES. */
export interface ActivationSocket {
  readonly name: string;
  readonly socket: Socket;
}

export interface ActivationOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** From descriptor 3 on, in this order. They are closed with the activation. */
  readonly sockets: readonly ActivationSocket[];
  /** Whether to start at once, and not when somebody calls. */
  readonly now?: boolean | undefined;
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** Milliseconds after which a new server counts as ready that has not said so; 1000 unless given. */
  readonly patience?: number | undefined;
  readonly observe?: ((event: ActivationEvent) => void) | undefined;
}

export type ActivationEvent =
  | { readonly event: 'waiting' }
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'ready'; readonly pid: number }
  | { readonly event: 'status'; readonly text: string }
  | { readonly event: 'stored'; readonly name: string; readonly count: number }
  | {
      readonly event: 'exited';
      readonly pid: number;
      readonly code: number | null;
      readonly signal: string | null;
    }
  | { readonly event: 'pausing'; readonly milliseconds: number };

interface Server {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly started: number;
  /** The process that the server says is its main one. */
  mainPid: number;
  ready: boolean;
  readonly whenReady: Promise<void>;
  becomeReady(): void;
  readonly exited: Promise<void>;
}

/** A server that lives shorter than this, in milliseconds, makes the next start wait. */
const shortLife = 1000;
const firstPause = 100;
const longestPause = 5000;
/** Descriptors that a server may store. */
const mostStored = 512;

/**
 * Holds sockets and runs a server on them: starts it when a connection or a datagram waits, and again after it has
 * ended. What arrives in between waits in the sockets.
 */
export class Activation implements AsyncDisposable {
  readonly #options: ActivationOptions;
  readonly #notify = new NotifySocket();
  readonly #stored: { readonly name: string; readonly fd: OwnedFd }[] = [];
  readonly #stop = new AbortController();
  readonly #servers = new Set<Server>();
  #current: Server | undefined;
  #replacing: Promise<void> | undefined;
  #pause = 0;
  /** Settles when the activation is stopped; rejects when the command cannot be started. */
  readonly ended: Promise<void>;

  constructor(options: ActivationOptions) {
    this.#options = options;
    void this.#hear();
    this.ended = this.#run().finally(() => this.#release());
  }

  /** The number of the server that runs; undefined when none does. */
  get pid(): number | undefined {
    return this.#current?.mainPid;
  }

  /**
   * Starts a second server and, when that is ready, has the first end with SIGTERM: nobody finds the door closed.
   * Starts one when none runs. Resolves when the first has ended.
   */
  replace(): Promise<void> {
    this.#replacing ??= this.#replace().finally(() => {
      this.#replacing = undefined;
    });
    return this.#replacing;
  }

  /** Has the servers end (SIGTERM), and closes the sockets. Resolves when they have; does nothing the second time. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.#stop.abort();
    for (const server of this.#servers) kill(server, signal);
    await Promise.all([...this.#servers].map(({ exited }) => exited));
    await this.ended.catch(() => {});
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #run(): Promise<void> {
    let { now = false } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (this.#current === undefined) {
        if (!now) await this.#called();
        now = false;
        if (signal.aborted) break;
        this.#current = await this.#start();
      }
      const server = this.#current;
      await server.exited;
      // It may have been replaced meanwhile.
      if (this.#current === server) this.#current = undefined;
      if (Date.now() - server.started >= shortLife) this.#pause = 0;
      else if (this.#current === undefined && !signal.aborted) await this.#rest();
    }
  }

  /** Waits until a socket has something. */
  async #called(): Promise<void> {
    this.#tell({ event: 'waiting' });
    const done = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, done.signal]);
    try {
      await Promise.race(this.#options.sockets.map(({ socket }) => socket.waitReadable({ signal })));
    } catch (error) {
      const closed = error instanceof SocketError && error.errno === ECANCELED;
      if (!this.#stop.signal.aborted && !closed) throw error;
    } finally {
      done.abort();
    }
  }

  /** A server that ends at once is not started again at once. */
  async #rest(): Promise<void> {
    this.#pause = Math.min(longestPause, this.#pause === 0 ? firstPause : this.#pause * 2);
    this.#tell({ event: 'pausing', milliseconds: this.#pause });
    await sleep(this.#pause, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  async #replace(): Promise<void> {
    const old = this.#current;
    const next = await this.#start();
    this.#current = next;
    if (old === undefined) return;
    await Promise.race([next.whenReady, next.exited]);
    kill(old, 'SIGTERM');
    await old.exited;
  }

  async #start(): Promise<Server> {
    const { command, sockets, environment = process.env } = this.#options;
    for (const { socket } of sockets) {
      // Servers expect sockets that block, as systemd passes them.
      socket.ioctl(constants.FIONBIO, encodeInt(0));
    }
    const passed = [...sockets.map(({ name, socket }) => ({ name, fd: socket.fd })), ...this.#storedFds()];
    const child = spawnWithFds(command, passed, { ...environment, NOTIFY_SOCKET: this.#notify.address });
    const server = serverOf(child);
    this.#servers.add(server);
    child.on('exit', (code, signal) => {
      this.#servers.delete(server);
      this.#tell({ event: 'exited', pid: server.pid, code, signal });
    });
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    this.#tell({ event: 'started', pid: server.pid });
    // One that notifies nobody is ready when it has lived a while.
    const timer = setTimeout(() => this.#ready(server), this.#options.patience ?? 1000);
    void Promise.race([server.whenReady, server.exited]).finally(() => clearTimeout(timer));
    return server;
  }

  #storedFds(): NamedFd[] {
    return this.#stored.map(({ name, fd }) => ({ name, fd: fd.fd }));
  }

  async #hear(): Promise<void> {
    for await (const notification of this.#notify) {
      try {
        this.#take(notification);
      } finally {
        OwnedFd.closeAll(notification.fds);
      }
    }
  }

  #take({ fields, fds, sender }: ReceivedNotification): void {
    // The newest server is the one that has something to say about itself.
    const servers = [...this.#servers].reverse();
    const server =
      servers.find(({ pid, mainPid }) => pid === sender?.pid || mainPid === sender?.pid) ?? servers[0];
    const main = Number(fields.get('MAINPID'));
    if (server !== undefined && Number.isInteger(main) && main > 0) server.mainPid = main;
    if (server !== undefined && fields.get('READY') === '1') this.#ready(server);
    const status = fields.get('STATUS');
    if (status !== undefined) this.#tell({ event: 'status', text: status });
    const name = fields.get('FDNAME') ?? 'stored';
    if (fields.get('FDSTORE') === '1') this.#store(name, fds);
    if (fields.get('FDSTOREREMOVE') === '1') this.#forget(name);
  }

  #store(name: string, fds: readonly OwnedFd[]): void {
    for (const fd of fds.slice(0, mostStored - this.#stored.length)) {
      this.#stored.push({ name, fd: OwnedFd.duplicate(fd) });
    }
    this.#tell({ event: 'stored', name, count: this.#stored.length });
  }

  #forget(name: string): void {
    for (let i = this.#stored.length - 1; i >= 0; i--) {
      if (this.#stored[i]!.name === name) this.#stored.splice(i, 1)[0]!.fd.close();
    }
  }

  #ready(server: Server): void {
    if (server.ready) return;
    server.becomeReady();
    this.#tell({ event: 'ready', pid: server.mainPid });
  }

  #release(): void {
    this.#notify.close();
    for (const { fd } of this.#stored.splice(0)) fd.close();
    for (const { socket } of this.#options.sockets) socket.close();
  }

  #tell(event: ActivationEvent): void {
    this.#options.observe?.(event);
  }
}

function serverOf(child: ChildProcess): Server {
  let ready!: () => void;
  const whenReady = new Promise<void>(resolve => {
    ready = resolve;
  });
  const server: Server = {
    child,
    pid: child.pid ?? -1,
    started: Date.now(),
    mainPid: child.pid ?? -1,
    ready: false,
    whenReady,
    becomeReady() {
      server.ready = true;
      ready();
    },
    exited: new Promise(resolve => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    }),
  };
  return server;
}

function kill({ child, mainPid, pid }: Server, signal: NodeJS.Signals): void {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (mainPid === pid) child.kill(signal);
  else {
    try {
      process.kill(mainPid, signal);
    } catch {
      child.kill(signal);
    }
  }
}
