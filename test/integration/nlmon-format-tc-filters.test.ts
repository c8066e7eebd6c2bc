/** What nlmon prints of filters, chains and actions against what tc prints of the same messages. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Display, plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames, noNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { actionFormat } from '../../src/cli/nlmon/format/tc/action.js';
import { chainFormat, filterFormat } from '../../src/cli/nlmon/format/tc/filter.js';
import type { Message } from '../../src/netlink/message.js';
import { action } from '../../src/netlink/route/tc/action.js';
import { chain } from '../../src/netlink/route/tc/chain.js';
import { tfilter } from '../../src/netlink/route/tc/filter.js';
import { toJson } from '../../src/wire/index.js';
import { captured, decode } from '../netlink/fixtures.js';
import { parseRepeated } from '../support/repeated-json.js';
import { canFeed, expectSame, Feed, messagesOf } from './nlmon-format-feed.js';
import { actions, filters } from './nlmon-format-tc-filter-arbitraries.js';

const variants: readonly [options: string, display: Partial<Display>][] = [
  ['', {}],
  ['-s', { statistics: 1 }],
  ['-d', { details: true }],
  ['-N', { numeric: true }],
  ['-s -d -r', { statistics: 1, details: true, resolve: true }],
  ['-p', { pretty: true }],
];

interface Subject {
  readonly schema: Message<any, any>;
  readonly format: Format<any>;
  readonly command: string;
  readonly types: { readonly new: number; readonly get: number };
}

const subjects: Readonly<Record<string, Subject>> = {
  filter: {
    schema: tfilter,
    format: filterFormat,
    command: 'filter show',
    types: { new: 44, get: 46 },
  },
  chain: { schema: chain, format: chainFormat, command: 'chain show', types: { new: 100, get: 102 } },
  action: {
    schema: action,
    format: actionFormat,
    command: 'actions list action gact',
    types: { new: 48, get: 50 },
  },
};

const contextOf = (display: Partial<Display>): FormatContext => ({
  display: { ...plainDisplay, ...display },
  interfaceName: index => ['*', 'lo'][index] ?? `if${index}`,
  names: display.numeric ? noNames : loadIprouteNames(),
  mode: 'show',
  deleted: false,
});

/** What tc 6.1 does not know, and is younger than it. */
const unknownToTc = [
  'keyL2tpv3Sid',
  'keySpi',
  'l2Miss',
  'keyCfm',
  'keyEncFlags',
  'pfcp',
  'blockid',
  'noFrag',
];

/** tc 6.1 has options of GTP in its text alone. */
const hasJson = (value: unknown): boolean => !JSON.stringify(toJson(value)).includes('"gtp"');

const isKnown = (value: unknown): boolean =>
  !unknownToTc.some(name => JSON.stringify(toJson(value)).includes(`"${name}"`));

describe.skipIf(!canFeed)('filters and actions (skipped without a C compiler and namespaces)', () => {
  let feed: Feed;
  beforeAll(() => {
    feed = new Feed();
  });
  afterAll(() => feed[Symbol.dispose]());

  function compareText(subject: Subject, values: readonly unknown[]): void {
    const { messages, decoded } = messagesOf(subject.schema, subject.types.new, values);
    for (const [options, display] of variants) {
      const context = contextOf(display);
      const ours = decoded.map(value => subject.format.text(value, context)).join('');
      const fed = { types: [subject.types.get], messages };
      const theirs = feed.printed(`tc ${options} ${subject.command}`, fed);
      expectSame(ours.split('\n'), theirs.split('\n'));
    }
  }

  /** Compares the JSON of each; returns those that tc writes no valid JSON of. */
  function compareJson(
    subject: Subject,
    values: readonly unknown[],
    [options, display]: (typeof variants)[number],
  ): Shown[] {
    return values.flatMap(value => {
      const { messages, decoded } = messagesOf(subject.schema, subject.types.new, [value]);
      const fed = { types: [subject.types.get], messages };
      const theirs = jsonOf(feed.printed(`tc -j ${options} ${subject.command}`, fed));
      const ours = subject.format.json(decoded[0], contextOf(display));
      // Every member is JSON, whatever tc has.
      const written = JSON.parse(JSON.stringify(ours));
      if (theirs === undefined) return [decoded[0] as Shown];
      expect(written).toEqual(theirs);
      return [];
    });
  }

  for (const [file, subject] of Object.entries(subjects)) {
    const values = captured
      .filter(message => message.file === file && message.source !== 'request')
      .map(({ payload }) => decode(subject.schema, payload))
      .filter(isKnown);

    test(`${file}s of a kernel: the same lines`, () => {
      expect(values.length).toBeGreaterThan(5);
      compareText(subject, values);
    });

    for (const variant of variants.filter(([options]) => ['', '-s -d -r', '-p'].includes(options))) {
      test(`${file}s of a kernel: the same JSON (${variant[0]})`, () => {
        // tc 6.1 ends with an assertion when it names the keys of u32 in JSON.
        const shown = values.filter(value => hasJson(value) && !(variant[1].pretty && value.kind === 'u32'));
        const invalid = compareJson(subject, shown, variant);
        expect(invalid.length).toBeLessThan(shown.length / 3);
        for (const value of invalid) expect(hasTextInJson(value), JSON.stringify(toJson(value))).toBe(true);
      }, 60_000);
    }
  }

  describe('made up', () => {
    test.each(filters)('filters: %s', (_kind, arbitrary) => {
      const values = fc.sample(arbitrary, { numRuns: 150, seed: 1 });
      compareText(subjects.filter!, values);
      const shown = values.filter(hasJson).slice(0, 40);
      const invalid = compareJson(subjects.filter!, shown, ['-s', { statistics: 1 }]);
      for (const value of invalid) expect(hasTextInJson(value), JSON.stringify(toJson(value))).toBe(true);
    });

    test.each(actions)('actions: %s', (_kind, arbitrary) => {
      const values = fc.sample(arbitrary, { numRuns: 150, seed: 1 });
      compareText(subjects.action!, values);
      const invalid = compareJson(subjects.action!, values.slice(0, 40), ['-s', { statistics: 1 }]);
      for (const value of invalid) expect(hasTextInJson(value), JSON.stringify(toJson(value))).toBe(true);
    });
  });
});

/** tc has an array of objects; of actions two, which are one here. undefined where it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    const objects = parseRepeated(text) as Record<string, unknown>[];
    return Object.assign({}, ...objects);
  } catch {
    return undefined;
  }
}

/** Kinds that tc 6.1 writes as text in the middle of its JSON, and members without names. */
const textKinds: ReadonlySet<string> = new Set(['fw', 'route', 'flow', 'cgroup', 'simple', 'skbmod']);

interface Shown {
  readonly kind?: string;
  readonly tab?: readonly { readonly kind?: string }[];
  readonly stats?: unknown;
  readonly stats2?: unknown;
  readonly options?: {
    readonly act?: readonly { readonly kind?: string }[];
    readonly ematches?: unknown;
    readonly sel?: { readonly flags: readonly string[] };
  };
}

function hasTextInJson({ kind = '', tab, stats, stats2, options }: Shown): boolean {
  if ([{ kind }, ...(tab ?? options?.act ?? [])].some(item => textKinds.has(item.kind ?? ''))) return true;
  if (stats !== undefined && stats2 === undefined) return true;
  const { ematches, sel } = options ?? {};
  return ematches !== undefined || ['offset', 'varoffset', 'eat'].some(flag => sel?.flags.includes(flag));
}
