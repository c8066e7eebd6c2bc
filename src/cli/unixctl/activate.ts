import { basename } from 'node:path';
import { constants, Socket } from '../../socket/index.js';
import { acceptEach } from '../../unix/accept-each.js';
import { Activation, type ActivationEvent, type ActivationSocket } from '../../unix/activation.js';
import type { UnixAddress } from '../../unix/address.js';
import { bindSocket, type SocketFile } from '../../unix/binding.js';
import { type UnixSocketType, unixSocketTypes } from '../../unix/diagnosis.js';
import { UnixListener } from '../../unix/listener.js';
import { untilStopped } from './until-stopped.js';

export interface ActivateSettings {
  readonly listen: readonly { readonly address: UnixAddress; readonly type: UnixSocketType }[];
  readonly names: readonly string[];
  readonly mode: number | undefined;
  readonly backlog: number | undefined;
  readonly command: readonly string[];
  readonly accept: boolean;
  readonly inetd: boolean;
  readonly now: boolean;
  readonly quiet: boolean;
}

/** Binds, and runs a server when somebody calls, until it is stopped. */
export async function activate(settings: ActivateSettings): Promise<number | undefined> {
  const files: (SocketFile | undefined)[] = [];
  const sockets: ActivationSocket[] = [];
  try {
    for (const [index, { address, type }] of settings.listen.entries()) {
      const socket = Socket.open({ domain: constants.AF_UNIX, type: unixSocketTypes[type] });
      sockets.push({ name: settings.names[index] ?? nameOf(address), socket });
      files.push(bindSocket(socket, address, { mode: settings.mode }));
      if (type !== 'dgram') socket.listen(settings.backlog);
    }
    return await (settings.accept ? serveEach(settings, sockets) : serve(settings, sockets));
  } finally {
    for (const file of files) file?.remove();
    for (const { socket } of sockets) socket.close();
  }
}

/** A name for LISTEN_FDNAMES, which takes no colon. */
const nameOf = (address: UnixAddress): string =>
  basename(address.toString()).replace(/[^\x21-\x39\x3b-\x7e]/g, '_') || 'unknown';

function serve(
  settings: ActivateSettings,
  sockets: readonly ActivationSocket[],
): Promise<number | undefined> {
  return untilStopped({ signals: ['SIGINT', 'SIGTERM'] }, async signal => {
    const { command, now, quiet } = settings;
    const observe = quiet
      ? undefined
      : (event: ActivationEvent) => process.stderr.write(`unixctl: ${said(event)}\n`);
    const activation = new Activation({ command, sockets, now, observe });
    const replace = (): void => {
      activation.replace().catch(error => process.stderr.write(`unixctl: ${error.message}\n`));
    };
    const stop = (): void => void activation.stop();
    process.on('SIGHUP', replace);
    signal.addEventListener('abort', stop);
    try {
      await activation.ended;
      await activation.stop();
    } finally {
      process.off('SIGHUP', replace);
      signal.removeEventListener('abort', stop);
    }
    return undefined;
  });
}

function said(event: ActivationEvent): string {
  switch (event.event) {
    case 'waiting':
      return 'waits for somebody to call';
    case 'started':
      return `started, pid ${event.pid}`;
    case 'ready':
      return `ready, pid ${event.pid}`;
    case 'status':
      return `status: ${event.text}`;
    case 'stored':
      return `${event.count} descriptors stored, the last as ${event.name}`;
    case 'exited':
      return `pid ${event.pid} ${event.signal === null ? `exited with ${event.code}` : `ended by ${event.signal}`}`;
    case 'pausing':
      return `it ended at once; the next start waits ${event.milliseconds} ms`;
  }
}

function serveEach(
  { command, inetd, quiet }: ActivateSettings,
  sockets: readonly ActivationSocket[],
): Promise<number | undefined> {
  return untilStopped({}, async signal => {
    const listeners = sockets.map(({ socket }) => UnixListener.adopt(socket));
    const stop = (): void => {
      for (const listener of listeners) listener.close();
    };
    signal.addEventListener('abort', stop);
    const observe = quiet
      ? undefined
      : (event: string, pid: number) => process.stderr.write(`unixctl: ${event}, pid ${pid}\n`);
    try {
      await Promise.all(listeners.map(listener => acceptEach(listener, { command, inetd, observe })));
    } finally {
      stop();
      signal.removeEventListener('abort', stop);
    }
    return undefined;
  });
}
