/** What nlmon prints of qdiscs and classes against what tc prints of the same messages. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Display, plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { classFormat } from '../../src/cli/nlmon/format/tc/class.js';
import { qdiscFormat } from '../../src/cli/nlmon/format/tc/qdisc.js';
import type { Message } from '../../src/netlink/message.js';
import { tclass } from '../../src/netlink/route/tc/class.js';
import { qdisc } from '../../src/netlink/route/tc/qdisc.js';
import { Window } from '../../src/wire/index.js';
import { captured } from '../netlink/fixtures.js';
import { parseRepeated } from '../support/repeated-json.js';
import { canFeed, expectSame, Feed, messagesOf } from './nlmon-format-feed.js';
import { classes, qdiscs } from './nlmon-format-tc-arbitraries.js';

const variants: readonly [options: string, display: Partial<Display>][] = [
  ['', {}],
  ['-s', { statistics: 1 }],
  ['-d', { details: true }],
  ['-s -d -r', { statistics: 1, details: true, resolve: true }],
  ['-iec -s', { statistics: 1, iec: true }],
];

/** Kinds that tc 6.1 does not know, or prints members of that are none: its JSON of them is no JSON. */
const withoutJson: ReadonlySet<string> = new Set([
  'cbq',
  'dsmark',
  'dualpi2',
  'hfsc',
  'multiq',
  'strange',
  'mq',
]);
const unknownToTc: ReadonlySet<string> = new Set(['dualpi2']);

interface Subject {
  readonly schema: Message<any, any>;
  readonly format: Format<any>;
  readonly command: string;
  /** One interface is asked for, as tc wants it of classes. */
  readonly device: boolean;
  readonly types: { readonly new: number; readonly get: number };
}

const subjects = {
  qdisc: {
    schema: qdisc,
    format: qdiscFormat,
    command: 'qdisc show',
    device: false,
    types: { new: 36, get: 38 },
  },
  class: {
    schema: tclass,
    format: classFormat,
    command: 'class show dev lo',
    device: true,
    types: { new: 40, get: 42 },
  },
} satisfies Record<string, Subject>;

const contextOf = ({ device }: Subject, display: Partial<Display>): FormatContext => ({
  display: { ...plainDisplay, ...display },
  interfaceName: index => ['*', 'lo'][index] ?? `if${index}`,
  names: loadIprouteNames(),
  mode: 'show',
  deleted: false,
  ...(device ? { device } : {}),
});

describe.skipIf(!canFeed)('qdiscs and classes (skipped without a C compiler and namespaces)', () => {
  let feed: Feed;
  beforeAll(() => {
    feed = new Feed();
  });
  afterAll(() => feed[Symbol.dispose]());

  function compareText(subject: Subject, values: readonly unknown[]): void {
    const { messages, decoded } = messagesOf(subject.schema, subject.types.new, values);
    for (const [options, display] of variants) {
      const context = contextOf(subject, display);
      const ours = decoded.map(value => subject.format.text(value, context)).join('');
      const theirs = feed.printed(`tc ${options} ${subject.command}`, {
        types: [subject.types.get],
        messages,
      });
      expectSame(ours.split('\n'), theirs.split('\n'));
    }
  }

  function compareJson(subject: Subject, values: readonly unknown[]): void {
    const { messages, decoded } = messagesOf(subject.schema, subject.types.new, values);
    for (const [options, display] of variants) {
      const context = contextOf(subject, display);
      const theirs = feed.printed(`tc -j ${options} ${subject.command}`, {
        types: [subject.types.get],
        messages,
      });
      const objects = parseRepeated(theirs) as unknown[];
      const ours = decoded.map(value => JSON.stringify(subject.format.json(value, context)));
      expectSame(
        ours,
        objects.map(object => JSON.stringify(object)),
      );
    }
  }

  describe('of a kernel', () => {
    for (const [file, subject] of Object.entries(subjects)) {
      const values = captured
        .filter(message => message.file === file && message.source !== 'request')
        .map(({ payload }) => subject.schema.decode(...windowOf(payload)) as { kind: string });
      const known = values.filter(({ kind }) => !unknownToTc.has(kind));

      test(`${file}: the same lines`, () => {
        expect(known.length).toBeGreaterThan(20);
        compareText(subject, known);
      });

      test.skipIf(file === 'class')(`${file}: the same JSON (tc 6.1 has none of classes)`, () => {
        compareJson(subject, known.filter(({ kind }) => !withoutJson.has(kind)).filter(isJsonOfTc));
      });
    }
  });

  describe('made up', () => {
    test.each(qdiscs.filter(([kind]) => !unknownToTc.has(kind)))('qdiscs: %s', (kind, arbitrary) => {
      const values = fc.sample(arbitrary, { numRuns: 150, seed: 1 });
      compareText(subjects.qdisc, values);
      if (!withoutJson.has(kind)) compareJson(subjects.qdisc, values.filter(isJsonOfTc));
    });

    test.each(classes)('classes: %s', (_kind, arbitrary) => {
      compareText(subjects.class, fc.sample(arbitrary, { numRuns: 150, seed: 1 }));
    });
  });
});

/** A schedule to come stands in tc's JSON without the name that a member needs. */
function isJsonOfTc(value: unknown): boolean {
  const { kind, options } = value as { kind: string; options?: { adminSched?: unknown } };
  return kind !== 'taprio' || options?.adminSched === undefined;
}

function windowOf(bytes: Uint8Array): [Window, number, number] {
  return [new Window(bytes), 0, bytes.length];
}
