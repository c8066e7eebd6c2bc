/** What nlmon prints against what `ip monitor` prints of messages that it reads from a file. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { routeFormat } from '../../src/cli/nlmon/format/route.js';
import { beginMessage, endMessage } from '../../src/netlink/header.js';
import type { Route } from '../../src/netlink/route/index.js';
import { Sink, Window } from '../../src/wire/index.js';
import { messages } from './nlmon-format-made-up.js';
import { kindOf, typeOf } from './nlmon-format-routes-kinds.js';
import { canUnshare } from './nlmon-format-routes-recorder.js';

const context: FormatContext = {
  interfaceName: number => (number === 1 ? 'lo' : `if${number}`),
  names: loadIprouteNames(),
  display: plainDisplay,
  mode: 'monitor',
  deleted: false,
};

describe.skipIf(!canUnshare)('made-up messages', () => {
  test.each(messages)('%s', (_title, schema, arbitrary) => {
    const sink = new Sink();
    let ours = '';
    for (const [i, value] of fc.sample(arbitrary, { numRuns: 1000, seed: 1 }).entries()) {
      const deleted = i % 5 === 0;
      const type = typeOf(schema, deleted ? 'DEL' : 'NEW');
      const start = beginMessage(sink, type, 0);
      schema.encode(value, sink);
      const end = sink.length;
      endMessage(sink, start);
      const { format } = kindOf(type);
      const decoded: unknown = schema.decode(new Window(sink.u8), start + 16, end);
      const text = format.text(decoded, context);
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
      const theirs = execFileSync('unshare', ['-Urnm', 'ip', 'monitor', 'file', join(folder, 'file')], {
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      });
      expect(ours.split('\n')).toEqual(theirs.split('\n'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
