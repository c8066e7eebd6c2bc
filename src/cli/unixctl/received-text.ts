import { readFileSync } from 'node:fs';
import type { OwnedFd } from '../../socket/index.js';
import type { Credentials } from '../../unix/credentials.js';
import { describePassed } from '../../unix/describe.js';
import type { ReceivedMessage } from '../../unix/received.js';
import { groupName, userName } from '../users.js';
import { descriptorText } from './descriptor-text.js';

/** Who sent something: `pid 4711 (cat), user alice (1000), group alice (1000)`. */
export function senderText({ pid, uid, gid }: Credentials): string {
  const program = pid === 0 ? undefined : commandOf(pid);
  const who =
    pid === 0
      ? 'a process of another namespace'
      : `pid ${pid}${program === undefined ? '' : ` (${program})`}`;
  return `${who}, user ${userName(uid)} (${uid}), group ${groupName(gid)} (${gid})`;
}

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}

/** The descriptors of a message, a line each. */
export const descriptorLines = (fds: readonly OwnedFd[]): string[] =>
  fds.map(fd => descriptorText(describePassed(fd)));

/** A message as an object for JSON. */
export function messageFields(message: ReceivedMessage, fds: readonly OwnedFd[]): Record<string, unknown> {
  const { data, address, credentials, timestamp } = message;
  return {
    ...payloadFields(data),
    ...(address.kind === 'unnamed' ? {} : { from: address.toString() }),
    ...credentials,
    ...(fds.length === 0 ? {} : { fds: fds.map(fd => describePassed(fd)) }),
    ...(timestamp === undefined ? {} : { time: Number(timestamp / 1000n) / 1e6 }),
  };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text where it is text, hexadecimal digits elsewhere. */
export function payloadFields(data: Buffer): { text: string } | { hex: string } {
  try {
    return { text: utf8.decode(data) };
  } catch {
    return { hex: data.toString('hex') };
  }
}
