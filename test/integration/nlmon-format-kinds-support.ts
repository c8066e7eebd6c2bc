/** ip(8) with answers of ours in place of the kernel's (nlmon/answer.c), and what nlmon prints of the same messages. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePaint } from '../../src/cli/nlmon/format/colors.js';
import type { Display } from '../../src/cli/nlmon/format/display.js';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames, noNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { printedOf } from '../../src/cli/nlmon/format/link-attributes.js';
import { type Link, link } from '../../src/netlink/route/index.js';
import { littleEndian, Window } from '../../src/wire/index.js';
import { canCompare } from './nlmon-format-links-support.js';

/** Whether ip's answers can be ours: a C compiler is needed besides. */
export const canAnswer = canCompare && spawnSync('cc', ['--version']).status === 0;

/** What ip is asked for, and the same in our words. */
export const displays: readonly (readonly [words: string, display: Partial<Display>])[] = [
  ['', {}],
  ['-d', { details: true }],
  ['-s', { statistics: 1 }],
  ['-d -s -s', { details: true, statistics: 2 }],
  ['-s -s -h', { statistics: 2, human: true }],
  ['-s -s -h -iec', { statistics: 2, human: true, iec: true }],
  ['-o -d -s', { oneline: true, details: true, statistics: 1 }],
  ['-br', { brief: true }],
  ['-N -d', { numeric: true, details: true }],
  ['-c -d', { details: true, paint: choosePaint('always', false) }],
  ['-c -br', { brief: true, paint: choosePaint('always', false) }],
];

export class AnsweredIp implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'afkit-answers-'));
  readonly #answers = join(this.#folder, 'answers');
  readonly links: readonly Link[];
  readonly #names: ReadonlyMap<number, Link>;

  /** @param messages whole messages, padded */
  constructor(messages: readonly Uint8Array[]) {
    const source = new URL('nlmon/answer.c', import.meta.url).pathname;
    execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', join(this.#folder, 'answer.so'), source, '-ldl']);
    writeFileSync(this.#answers, Buffer.concat(messages));
    // As the command reads them: no more than is printed.
    const part = link.only(printedOf({ ...plainDisplay, details: true, statistics: 2 }));
    this.links = messages.map(bytes => part.decode(new Window(bytes), 16, lengthOf(bytes)));
    this.#names = new Map(this.links.map(link => [link.index, link]));
  }

  /** What `ip` prints: of what it asks for, and of a file of these messages. */
  ip(words: string): string {
    return this.#run(words.split(' '), {
      LD_PRELOAD: join(this.#folder, 'answer.so'),
      ANSWERS: this.#answers,
    });
  }

  monitor(words: string): string {
    return this.#run([...words.split(' '), 'monitor', 'file', this.#answers], {});
  }

  #run(words: readonly string[], environment: NodeJS.ProcessEnv): string {
    return execFileSync('unshare', ['-Urnm', 'ip', ...words.filter(word => word !== '')], {
      env: { ...process.env, ...environment },
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    });
  }

  /** ip knows the names of interfaces in dumps beforehand, and in a recording those that have come by. */
  context(
    mode: FormatContext['mode'],
    display: Partial<Display>,
    until = Number.POSITIVE_INFINITY,
  ): FormatContext {
    const place = new Map(this.links.map(({ index }, i) => [index, i]));
    const known = (index: number): Link | undefined =>
      (place.get(index) ?? Number.POSITIVE_INFINITY) <= until ? this.#names.get(index) : undefined;
    return {
      display: { ...plainDisplay, ...display },
      names: display.numeric ? noNames : loadIprouteNames(),
      mode,
      deleted: false,
      interfaceName: index => (index === 1 ? 'lo' : (known(index)?.ifname ?? `if${index}`)),
      interfaceIsUp: index => known(index)?.flags.includes('up'),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

function lengthOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, littleEndian);
}

/** JSON with every number as ip(8) has it, which knows none that are too large for JavaScript. */
export function objectsOf(text: string): unknown[] {
  return text.split('\n').flatMap(line => (line === '' ? [] : JSON.parse(line)));
}
