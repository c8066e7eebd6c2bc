/** What nlmon prints against what `ip monitor` prints of messages that it reads from a file. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePaint } from '../../src/cli/nlmon/format/colors.js';
import { type Display, plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames, noNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { routeFormat } from '../../src/cli/nlmon/format/route.js';
import { rendered } from '../../src/cli/nlmon/rendering.js';
import { beginMessage, endMessage } from '../../src/netlink/header.js';
import type { Route } from '../../src/netlink/route/index.js';
import { Sink, Window } from '../../src/wire/index.js';
import { messages } from './nlmon-format-made-up.js';
import { kindOf, typeOf } from './nlmon-format-routes-kinds.js';
import { canUnshare } from './nlmon-format-routes-recorder.js';

const plainContext: FormatContext = {
  interfaceName: number => (number === 1 ? 'lo' : `if${number}`),
  names: loadIprouteNames(),
  display: plainDisplay,
  mode: 'monitor',
  deleted: false,
};

const displays: readonly (readonly [words: string, display: Partial<Display>])[] = [
  ['', {}],
  ['-d -s', { details: true, statistics: 1 }],
  ['-N -d', { numeric: true, details: true }],
  ['-o', { oneline: true }],
  ['-c -s', { statistics: 1, paint: choosePaint('always', false) }],
];

describe.skipIf(!canUnshare)('made-up messages', () => {
  test.each(
    displays.flatMap(([words, display]) =>
      messages.map(([title, ...rest]) => [title, words, display, ...rest] as const),
    ),
  )('%s, ip %s', (_title, words, display, schema, arbitrary) => {
    const context: FormatContext = {
      ...plainContext,
      display: { ...plainDisplay, ...display },
      names: display.numeric ? noNames : plainContext.names,
    };
    const sink = new Sink();
    let ours = '';
    for (const [i, value] of fc
      .sample(arbitrary, { numRuns: words === '' ? 1000 : 300, seed: 1 })
      .entries()) {
      const deleted = i % 5 === 0;
      const type = typeOf(schema, deleted ? 'DEL' : 'NEW');
      const start = beginMessage(sink, type, 0);
      schema.encode(value, sink);
      const end = sink.length;
      endMessage(sink, start);
      const { format } = kindOf(type);
      const decoded: unknown = schema.decode(new Window(sink.u8), start + 16, end);
      const text = rendered(format, decoded, context);
      if (format === routeFormat) {
        expect(routeFormat.jsonText!(decoded as Route, context)).toBe(
          JSON.stringify(format.json(decoded, context)) ?? '',
        );
      }
      if (text !== '') ours += (deleted ? 'Deleted ' : '') + text;
    }
    const folder = mkdtempSync(join(tmpdir(), 'messages-'));
    try {
      writeFileSync(join(folder, 'file'), sink.bytes());
      const theirs = execFileSync(
        'unshare',
        [
          '-Urnm',
          'ip',
          ...words.split(' ').filter(word => word !== ''),
          'monitor',
          'file',
          join(folder, 'file'),
        ],
        {
          maxBuffer: 1 << 28,
          encoding: 'utf8',
        },
      );
      expect(ours.split('\n')).toEqual(theirs.split('\n'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
