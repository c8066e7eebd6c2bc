import { constants as system } from 'node:os';
import { constants, type OwnedFd, Socket } from '../../socket/index.js';
import type { UnixAddress } from '../../unix/address.js';
import { bindSocket, type SocketFile } from '../../unix/binding.js';
import { describePassed } from '../../unix/describe.js';
import { type UnixSocketType, unixSocketTypes } from '../../unix/diagnosis.js';
import { FdHolder } from '../../unix/fd-holder.js';
import { FdHolderClient } from '../../unix/fd-holder-client.js';
import { UnixListener } from '../../unix/listener.js';
import type { UnixStream } from '../../unix/stream.js';
import { spawnWithFds } from '../../unix/systemd/spawn-with-fds.js';
import { Output } from '../output.js';
import { openPassed, type Passed } from './attachments.js';
import { descriptorText } from './descriptor-text.js';
import { runShell } from './talk/exec.js';
import { untilStopped } from './until-stopped.js';

export type FdstoreAction = 'serve' | 'put' | 'get' | 'ls' | 'rm';

export interface FdstoreSettings {
  readonly action: FdstoreAction;
  readonly store: UnixAddress;
  readonly name: string | undefined;
  /** What to put: descriptors, files, or a socket that is made for the purpose. */
  readonly passed: readonly Passed[];
  readonly listen: { readonly address: UnixAddress; readonly type: UnixSocketType } | undefined;
  readonly mode: number | undefined;
  /** Seconds that it is kept; for ever unless given. */
  readonly for: number | undefined;
  readonly take: boolean;
  readonly replace: boolean;
  readonly exec: string | undefined;
  readonly command: readonly string[];
  readonly json: boolean;
  /** Whether every user who can connect may use it. */
  readonly everybody: boolean;
}

/** Serves a holder of descriptors, or talks to one. */
export function fdstore(settings: FdstoreSettings): Promise<number | undefined> {
  return untilStopped({}, signal => actions[settings.action](settings, signal));
}

const actions: Readonly<
  Record<FdstoreAction, (settings: FdstoreSettings, signal: AbortSignal) => Promise<number | undefined>>
> = {
  async serve({ store, mode, everybody }, signal) {
    const listener = UnixListener.listen(store, { mode: mode ?? (everybody ? 0o666 : 0o600) });
    const holder = new FdHolder(listener, { allow: everybody ? undefined : isOurs });
    const stop = (): void => holder.close();
    signal.addEventListener('abort', stop);
    await holder.closed;
    holder.close();
    return undefined;
  },

  async put({ store, name, passed, listen, mode, replace, for: seconds }, signal) {
    const made = listen && bound(listen.address, listen.type, mode);
    const fd = made?.fd ?? openPassed(passed)[0]!;
    try {
      await using client = await FdHolderClient.connect(store, { signal });
      const deadline = seconds === undefined ? undefined : Date.now() + seconds * 1000;
      if (replace && (await client.list()).includes(name!)) await client.delete(name!);
      await client.store(name!, fd, { deadline });
    } catch (error) {
      made?.file?.remove();
      throw error;
    } finally {
      fd.close();
    }
    return undefined;
  },

  async get({ store, name, take, exec, command, json }, signal) {
    await using client = await FdHolderClient.connect(store, { signal });
    using fd = await client.retrieve(name!, { remove: take });
    client.close();
    const description = describePassed(fd);
    const text = json ? JSON.stringify({ name, ...description }) : descriptorText(description);
    const isRun = exec !== undefined || command.length > 0;
    if (!isRun) process.stdout.write(`${text}\n`);
    if (command.length > 0) return runProgram(command, name!, fd, signal);
    if (exec === undefined) return undefined;
    return runShell(exec, { passed: [fd], environment: { LISTEN_FDS: '1', LISTEN_FDNAMES: name! }, signal });
  },

  async ls({ store, json }, signal) {
    await using client = await FdHolderClient.connect(store, { signal });
    const output = new Output();
    const names = (await client.list()).sort();
    for (const name of names) {
      using fd = await client.retrieve(name);
      const description = describePassed(fd);
      output.write(
        `${json ? JSON.stringify({ name, ...description }) : `${name}: ${descriptorText(description)}`}\n`,
      );
    }
    output.flush();
    return undefined;
  },

  async rm({ store, name }, signal) {
    await using client = await FdHolderClient.connect(store, { signal });
    await client.delete(name!);
    return undefined;
  },
};

/** Root and the user who runs the holder. */
function isOurs(client: UnixStream): boolean {
  const { uid } = client.peer.credentials;
  return uid === 0 || uid === process.geteuid!();
}

/** A socket with an address, and its file, which stays when a holder has the socket. */
function bound(
  address: UnixAddress,
  type: UnixSocketType,
  mode: number | undefined,
): { fd: OwnedFd; file: SocketFile | undefined } {
  const socket = Socket.open({ domain: constants.AF_UNIX, type: unixSocketTypes[type] });
  try {
    const file = bindSocket(socket, address, { mode });
    if (type !== 'dgram') socket.listen();
    return { fd: socket.release(), file };
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Runs a program with a descriptor as systemd would pass it. */
function runProgram(
  command: readonly string[],
  name: string,
  fd: OwnedFd,
  signal: AbortSignal,
): Promise<number> {
  const child = spawnWithFds(command, [{ name, fd: fd.fd }]);
  signal.addEventListener('abort', () => child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, by) => resolve(code ?? 128 + (system.signals[by!] ?? 0)));
  });
}
