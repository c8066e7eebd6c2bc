import { Recorder } from '../recording/tape.js';
import { untilStopped } from '../until-stopped.js';
import { converse } from './converse.js';
import { bound, type Endpoint, listening, withoutEvents } from './endpoint.js';
import { execWith } from './exec.js';
import { SharedInput } from './input.js';
import type { TalkSettings } from './settings.js';

/** Takes connections, or datagrams, and joins them with standard input and output, or a command. */
export function listen(settings: TalkSettings): Promise<number | undefined> {
  return untilStopped(settings, signal => serve(settings, signal));
}

async function serve(settings: TalkSettings, signal: AbortSignal): Promise<number | undefined> {
  const { address, type, mode, creds, exec, keep, record } = settings;
  const recorder = record === undefined ? undefined : new Recorder({ ...record, type });
  let input: SharedInput | undefined;
  const options = { mode, passCredentials: creds || settings.json };
  try {
    if (type === 'dgram') {
      const socket = bound(address, options);
      if (exec !== undefined) {
        await socket.socket.waitReadable({ signal });
        return await execWith(exec, socket, signal);
      }
      await converse(socket, settings, signal, recorder?.tape('server'));
      return undefined;
    }
    await using listener = listening(address, { ...options, type });
    const running = new Set<Promise<unknown>>();
    let code: number | undefined;
    do {
      const connection = withoutEvents((await listener.accept({ signal })) as Endpoint);
      if (!keep) listener.close();
      if (exec === undefined) {
        input ??= new SharedInput(process.stdin);
        await converse(connection, settings, signal, recorder?.tape('server'), input);
      } else {
        const command = execWith(exec, connection, signal).then(result => {
          code = result;
          running.delete(command);
        });
        running.add(command);
        if (!keep) await command;
      }
    } while (keep);
    return code;
  } finally {
    input?.close();
    recorder?.close();
  }
}
