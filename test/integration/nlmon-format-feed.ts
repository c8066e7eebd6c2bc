/** What iproute2 prints of messages that no kernel here says: its dumps are answered from a file. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { beginMessage, endMessage } from '../../src/netlink/header.js';
import type { Message } from '../../src/netlink/message.js';
import { Sink, Window } from '../../src/wire/index.js';

const compiler = ['cc', 'gcc', 'g++'].find(name => spawnSync(name, ['--version']).status === 0);

/** Whether this can be had here: a C compiler, and namespaces of one's own. */
export const canFeed =
  compiler !== undefined && spawnSync('unshare', ['-Urnm', 'ip', 'link', 'show']).status === 0;

export interface Fed {
  /** The types of the requests for dumps that are answered. */
  readonly types: readonly number[];
  /** Netlink messages one behind the other. */
  readonly messages: Uint8Array;
  /** Commands that are carried out before, in the namespace where the program runs. */
  readonly before?: string;
}

export class Feed implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'feed-'));
  readonly #library = join(this.#folder, 'feed.so');

  constructor() {
    const source = join(import.meta.dirname, 'nlmon/feed.c');
    execFileSync(compiler!, ['-shared', '-fPIC', '-o', this.#library, source, '-ldl']);
  }

  /** What a command prints that reads these messages instead of the kernel's. */
  printed(command: string, { types, messages, before = 'true' }: Fed): string {
    const file = join(this.#folder, 'messages');
    writeFileSync(file, messages);
    const environment = { LD_PRELOAD: this.#library, FEED_FILE: file, FEED_TYPES: types.join() };
    const words = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    return execFileSync(
      'unshare',
      ['-Urnm', 'sh', '-c', `${before}; exec env ${words.join(' ')} ${command}`],
      {
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      },
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** The messages of values, and the values that these decode to. */
export function messagesOf<V>(
  schema: Message<any, any>,
  type: number,
  values: readonly V[],
): { messages: Uint8Array; decoded: any[] } {
  const sink = new Sink();
  const bounds: [number, number][] = [];
  for (const value of values) {
    const start = beginMessage(sink, type, 0);
    schema.encode(value as never, sink);
    bounds.push([start, sink.length]);
    endMessage(sink, start);
  }
  const window = new Window(sink.u8);
  return {
    messages: sink.bytes(),
    decoded: bounds.map(([start, end]) => schema.decode(window, start + 16, end)),
  };
}

/** Expects the same lines; tells the first that differs. */
export function expectSame(ours: readonly string[], theirs: readonly string[]): void {
  const differs = ours.findIndex((line, i) => line !== theirs[i]);
  if (differs >= 0) expect([ours[differs]]).toEqual([theirs[differs]]);
  expect(ours.length).toBe(theirs.length);
}

/**
 * The objects of an array that iproute2 printed, each of which begins with `begin`. They stay text: iproute2 has members of
 * one name twice in an object. Numbers that a number does not hold exactly are quoted, as ours are.
 */
export function jsonLines(array: string, begin: string): string[] {
  const exact = array
    .trim()
    .replace(/:(\d{16,})(?=[,}])/g, (all, digits) =>
      Number.isSafeInteger(Number(digits)) ? all : `:"${digits}"`,
    );
  return exact === '[]' ? [] : exact.slice(1, -1).split(new RegExp(`,(?=${escaped(begin)})`));
}

const escaped = (text: string): string => text.replace(/[^\w:]/g, '\\$&');
