import { buffer } from 'node:stream/consumers';
import { openPassed } from '../attachments.js';
import { Recorder } from '../recording/tape.js';
import { untilStopped } from '../until-stopped.js';
import { sendBy } from './converse.js';
import { connected, finish } from './endpoint.js';
import { chunksOf, linesOf } from './input.js';
import type { TalkSettings } from './settings.js';

/** Sends messages, from the command line or standard input, and ends. */
export function send(settings: TalkSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const { address, type, from, claim, record } = settings;
    let passed = openPassed(settings.passed);
    const recorder = record === undefined ? undefined : new Recorder({ ...record, type });
    try {
      const endpoint = await connected(address, { type, from, signal });
      const tape = recorder?.tape('client');
      try {
        for await (const data of messagesOf(settings)) {
          await sendBy(endpoint, data, { fds: passed, credentials: claim });
          tape?.send(data);
          for (const fd of passed) fd.close();
          passed = [];
        }
        tape?.endSending();
      } finally {
        await finish(endpoint);
      }
    } finally {
      for (const fd of passed) fd.close();
      recorder?.close();
    }
    return undefined;
  });
}

async function* messagesOf({ messages, type, raw }: TalkSettings): AsyncGenerator<Buffer> {
  if (messages.length > 0) for (const message of messages) yield Buffer.from(message);
  else if (type === 'stream') yield* chunksOf(process.stdin);
  else if (raw) yield buffer(process.stdin);
  else yield* linesOf(process.stdin);
}
