import { Recorder } from '../recording/tape.js';
import { untilStopped } from '../until-stopped.js';
import { converse } from './converse.js';
import { connected } from './endpoint.js';
import { execWith } from './exec.js';
import type { TalkSettings } from './settings.js';

/** Connects, and joins the connection with standard input and output, or a command. */
export function connect(settings: TalkSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const { address, type, from, creds, exec, record } = settings;
    const endpoint = await connected(address, {
      type,
      from,
      signal,
      passCredentials: creds || settings.json,
    });
    if (exec !== undefined) return execWith(exec, endpoint, signal);
    const recorder = record === undefined ? undefined : new Recorder({ ...record, type });
    try {
      await converse(endpoint, settings, signal, recorder?.tape('client'));
    } finally {
      recorder?.close();
    }
    return undefined;
  });
}
