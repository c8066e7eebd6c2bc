import type { OwnedFd } from '../../socket/index.js';
import { UnixAddress } from '../../unix/address.js';
import { describePassed } from '../../unix/describe.js';
import type { UnixSocketType } from '../../unix/diagnosis.js';
import { openPassed, type Passed } from './attachments.js';
import { descriptorText } from './descriptor-text.js';
import { payloadFields } from './received-text.js';
import { sendBy } from './talk/converse.js';
import { bound, close, connected, type Endpoint, finish, listening, withoutEvents } from './talk/endpoint.js';
import { runShell } from './talk/exec.js';
import { untilStopped } from './until-stopped.js';

interface PassSettings {
  readonly address: UnixAddress;
  readonly type: UnixSocketType;
  readonly mode: number | undefined;
  readonly timeout: number | undefined;
}

export interface SendFdSettings extends PassSettings {
  readonly passed: readonly Passed[];
  /** Whether to wait for a receiver, and not to connect to one. */
  readonly listen: boolean;
  readonly data: string;
}

export interface RecvFdSettings extends PassSettings {
  /** Whether to connect to a sender, and not to wait for one. */
  readonly connect: boolean;
  readonly exec: string | undefined;
  readonly json: boolean;
}

/** Descriptors of a message at most (SCM_MAX_FD). */
const mostAtOnce = 253;

/** Passes descriptors, in as many messages as it takes. */
export function sendFd(settings: SendFdSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const fds = openPassed(settings.passed);
    try {
      const endpoint = await sender(settings, signal);
      try {
        for (let i = 0; i < fds.length; i += mostAtOnce) {
          await sendBy(endpoint, Buffer.from(settings.data), { fds: fds.slice(i, i + mostAtOnce) });
        }
      } finally {
        await finish(endpoint);
      }
    } finally {
      for (const fd of fds) fd.close();
    }
    return undefined;
  });
}

async function sender(settings: SendFdSettings, signal: AbortSignal): Promise<Endpoint> {
  const { address, type, mode, listen } = settings;
  if (!listen) return connected(address, { type, signal });
  if (type === 'dgram') {
    // Who has connected to us is who is sent to, and says so with a datagram.
    const socket = bound(address, { mode });
    const hello = await socket.receive({ signal });
    socket.socket.connect(hello!.address.encode(), hello!.address.toString());
    return socket;
  }
  await using listener = listening(address, { type, mode });
  return withoutEvents((await listener.accept({ signal })) as Endpoint);
}

/** Receives one message with descriptors, describes these, and gives them to a command. */
export function recvFd(settings: RecvFdSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const { exec, json } = settings;
    const endpoint = await receiver(settings, signal);
    let fds: OwnedFd[] = [];
    try {
      let data = Buffer.alloc(0);
      while (fds.length === 0) {
        const message = await endpoint.receive({ signal });
        if (message === undefined) throw new Error('the sender ended without passing a descriptor');
        data = Buffer.concat([data, message.data]);
        fds = message.fds;
      }
      for (const [index, fd] of fds.entries()) {
        const description = describePassed(fd);
        const line = json
          ? JSON.stringify({ fd: index + 3, ...description })
          : `${index + 3}: ${descriptorText(description)}`;
        // Where a command has standard output, the description stays out of its way.
        (exec === undefined ? process.stdout : process.stderr).write(`${line}\n`);
      }
      if (data.some(byte => byte !== 0)) {
        const payload = payloadFields(data);
        process.stderr.write(`with ${'text' in payload ? JSON.stringify(payload.text) : payload.hex}\n`);
      }
      if (exec !== undefined) return await runShell(exec, { passed: fds, signal });
    } finally {
      for (const fd of fds) fd.close();
      close(endpoint);
    }
    return undefined;
  });
}

async function receiver(settings: RecvFdSettings, signal: AbortSignal): Promise<Endpoint> {
  const { address, type, mode, connect } = settings;
  if (connect) {
    if (type !== 'dgram') return connected(address, { type, signal });
    const socket = bound(UnixAddress.unnamed, {});
    await socket.send(Buffer.alloc(0), { to: address });
    return socket;
  }
  if (type === 'dgram') return bound(address, { mode });
  await using listener = listening(address, { type, mode });
  return withoutEvents((await listener.accept({ signal })) as Endpoint);
}
