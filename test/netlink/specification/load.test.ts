import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RequestSink } from '../../../src/netlink/request-sink.js';
import { loadSpecification } from '../../../src/netlink/specification/index.js';
import { captured, decode, encode } from '../fixtures.js';
import { known } from '../specifications-expected.js';

const folder = resolve(import.meta.dirname, '../../../../shared/ynl');
const present = existsSync(folder);
const files = present ? readdirSync(folder).filter(file => file.endsWith('.yaml')) : [];
const load = (name: string) => loadSpecification(readFileSync(`${folder}/${name}.yaml`, 'utf8'));

/** The messages of what both a specification and a schema of ours describe; prefixes that its names have in structs. */
const both: Readonly<Record<string, readonly [file: string, set: string, prefixes: readonly string[]]>> = {
  link: ['rt-link', 'link-attrs', ['ifi']],
  addr: ['rt-addr', 'addr-attrs', ['ifa']],
  route: ['rt-route', 'route-attrs', ['rtm', 'rta']],
  neigh: ['rt-neigh', 'neighbour-attrs', ['ndm', 'nda']],
  rule: ['rt-rule', 'fib-rule-attrs', []],
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** Where what our schema read is not in what the specification's did, or is something else there. */
function* differences(
  ours: unknown,
  theirs: unknown,
  prefixes: readonly string[],
  path: string,
  header: object = {},
): Generator<string> {
  // What the specification has as bytes is not wrong.
  if (theirs instanceof Uint8Array) return;
  if (isObject(ours) && isObject(theirs)) {
    for (const [name, value] of Object.entries(ours)) {
      const long = prefixes.map(prefix => `${prefix}${name[0]!.toUpperCase()}${name.slice(1)}`);
      const inHeader = name in header ? [...long, `${name}Header`] : [];
      const key = [...inHeader, name, ...long].find(candidate => candidate in theirs);
      // Bytes that are not as specified, by a difference inside, are kept under their number.
      if (key === undefined) yield `${path}.${name}${'#errors' in theirs ? '.' : ''}`;
      else yield* differences(value, theirs[key], prefixes, `${path}.${name}`);
    }
  } else if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    for (const [i, value] of ours.entries()) yield* differences(value, theirs[i], prefixes, path);
  } else if (!Buffer.from(json(ours)).equals(Buffer.from(json(theirs)))) yield path;
}

const json = (value: unknown) =>
  JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? `${member}n` : member)) ?? 'undefined';

describe.skipIf(!present)(`the kernel's specifications, loaded (skipped without ../shared/ynl)`, () => {
  test.each(files)('every set, struct and message of %s is built', file => {
    const specification = load(file.replace(/\.yaml$/, ''));
    for (const name of specification.sets) expect(specification.set(name).byName).toBeInstanceOf(Map);
    for (const name of specification.structs)
      expect(specification.struct(name).size).toBeGreaterThanOrEqual(0);
    const messages = Object.values(specification.messages(specification.generic ? 40 : undefined));
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(Object.keys(message.types).length).toBeGreaterThan(0);
  });

  for (const [name, [file, set, prefixes]] of Object.entries(both)) {
    test(`${file} reads captured messages as our schema ${name} does, but where they are known to differ`, () => {
      const message = load(file).messages()[set]!;
      const paths = Object.keys(known[name]!.disagreements).map(line =>
        line
          .split(/[ =]/)[0]!
          .replaceAll(/:[\w-]+/g, '')
          .replace(/:$/, ''),
      );
      const found = new Set<string>();
      for (const { schema, payload } of captured.filter(({ schema }) => schema.name === name)) {
        for (const path of differences(
          decode(schema, payload),
          decode(message, payload),
          prefixes,
          name,
          schema.header.fields,
        ))
          found.add(path);
      }
      const unexpected = [...found].filter(
        path =>
          !paths.some(
            other =>
              path === other ||
              path.startsWith(`${other}.`) ||
              (path.endsWith('.') && other.startsWith(path)),
          ),
      );
      expect(unexpected).toEqual([]);
    });

    test(`what ${file} reads it writes`, () => {
      const message = load(file).messages()[set]!;
      for (const { payload, source } of captured.filter(({ schema }) => schema.name === name)) {
        const value = decode(message, payload);
        const bytes = encode(message, value, source === 'request' ? new RequestSink() : undefined);
        expect(decode(message, bytes)).toEqual(value);
      }
    });
  }

  test('messages of a generic family are read with its commands', () => {
    const message = load('nlctrl').messages(16)['ctrl-attrs']!;
    expect(message.types).toEqual({ NLCTRL: 16 });
    const value = {
      cmd: 'getfamily',
      versionHeader: 2,
      familyName: 'nlctrl',
      familyId: 16,
      ops: { 1: { id: 3, flags: ['cmdCapDo', 'cmdCapDump', 'cmdCapHaspol'] } },
      mcastGroups: { 1: { id: 16, name: 'notify' } },
    };
    const bytes = encode(message, value);
    expect(Buffer.from(bytes).toString('hex')).toBe(
      [
        '03020000', // struct genlmsghdr, whose version is no attribute
        '0b0002006e6c6374726c0000',
        '06000100 10000000'.replace(' ', ''),
        '18000600 14000100 08000100 03000000 08000200 0e000000'.replaceAll(' ', ''),
        '1c000700 18000100 08000200 10000000 0b000100 6e6f7469667900 00'.replaceAll(' ', ''),
      ].join(''),
    );
    expect(decode(message, bytes)).toEqual(value);
  });

  test('what is not there, or missing, is said', () => {
    const specification = load('wireguard');
    expect(() => specification.set('peer')).toThrow(
      new RangeError(`the specification has no attribute set 'peer'`),
    );
    expect(() => specification.struct('peer')).toThrow(
      new RangeError(`the specification has no struct 'peer'`),
    );
    expect(() => specification.messages()).toThrow(
      new TypeError('wireguard is a generic family: give the number that the kernel gave it'),
    );
  });
});

test.each(['', 'just: text', '- a\n- b', '{ name: x, attribute-sets: [] }'])(
  '%j is no specification',
  source => {
    expect(() => loadSpecification(source)).toThrow(TypeError);
  },
);
