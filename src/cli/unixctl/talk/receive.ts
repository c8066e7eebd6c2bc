import { Recorder, type Tape } from '../recording/tape.js';
import { untilStopped } from '../until-stopped.js';
import { bound, close, type Endpoint, listening, withoutEvents } from './endpoint.js';
import { execWith } from './exec.js';
import { Printer } from './printer.js';
import type { TalkSettings } from './settings.js';

/** Prints what comes to an address: of datagrams all, of connections the first, or with `keep` one after the other. */
export function receive(settings: TalkSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const { address, type, mode, creds, exec, keep, record, json } = settings;
    const recorder = record === undefined ? undefined : new Recorder({ ...record, type });
    const printer = new Printer(settings);
    const options = { mode, passCredentials: creds || json, timestamps: json && type === 'dgram' };
    try {
      if (type === 'dgram') {
        const socket = bound(address, options);
        if (exec !== undefined) {
          await socket.socket.waitReadable({ signal });
          return await execWith(exec, socket, signal);
        }
        await printAll(socket, settings.count, printer, recorder?.tape('server'), signal);
        return undefined;
      }
      await using listener = listening(address, { ...options, type });
      let left = settings.count;
      do {
        const connection = withoutEvents((await listener.accept({ signal })) as Endpoint);
        if (!keep) listener.close();
        if (exec !== undefined) {
          const code = await execWith(exec, connection, signal);
          if (!keep) return code;
          continue;
        }
        const count = await printAll(connection, left, printer, recorder?.tape('server'), signal);
        if (left !== undefined) left -= count;
      } while (keep && left !== 0);
      return undefined;
    } finally {
      recorder?.close();
    }
  });
}

/** Prints messages until the other side ends or so many have come; resolves with how many came. */
async function printAll(
  endpoint: Endpoint,
  most: number | undefined,
  printer: Printer,
  tape: Tape | undefined,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  try {
    while (count !== most) {
      const message = await endpoint.receive({ signal });
      if (message === undefined) break;
      count++;
      tape?.receive(message.data);
      const fds = printer.wantsDescriptors ? message.fds : [];
      try {
        await printer.print(message, fds);
      } finally {
        for (const fd of fds) fd.close();
      }
    }
  } finally {
    close(endpoint);
  }
  return count;
}
