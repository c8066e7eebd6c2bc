import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addrFormat } from '../../src/cli/nlmon/format/addr.js';
import { eventPrefix } from '../../src/cli/nlmon/format/event-prefix.js';
import type { FormatContext } from '../../src/cli/nlmon/format/format.js';
import { linkFormat } from '../../src/cli/nlmon/format/link.js';
import { netconfFormat } from '../../src/cli/nlmon/format/netconf.js';
import { nsidFormat } from '../../src/cli/nlmon/format/nsid.js';
import { addressesJson, showAddresses } from '../../src/cli/nlmon/format/show-addresses.js';
import { beginMessage, endMessage } from '../../src/netlink/header.js';
import { type AddrInput, addr } from '../../src/netlink/route/index.js';
import { Sink } from '../../src/wire/index.js';
import { anyAddr, anyLink, anyNetconf, anyNsid } from './nlmon-format-links-arbitraries.js';
import { type Decoded, decodeAll, Knowledge, schemas } from './nlmon-format-links-knowledge.js';
import { addresses, happenings, interfaces, tryEach, words } from './nlmon-format-links-scenes.js';
import { canCompare, IpNamespace } from './nlmon-format-links-support.js';

const lines = (text: string | Buffer): string[] => text.toString().split('\n');

const groups = { link: 1, inetAddress: 5, inet6Address: 9, inetNetconf: 24, inet6Netconf: 25, nsid: 28 };

const requests = {
  // What `ip link show` asks: AF_PACKET, with virtual functions.
  links: [18, Uint8Array.of(17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 29, 0, 1, 0, 0, 0)],
  addresses: [22, new Uint8Array(8)],
  netconf: [82, new Uint8Array(4)],
  nsid: [90, new Uint8Array(4)],
} as const;

function dump(space: IpNamespace, what: keyof typeof requests): Decoded[] {
  const [type, body] = requests[what];
  return decodeAll(space.dump(type, body));
}

/** Repeats until `body` sees the same before and after: lifetimes are counted down by the second. */
function settled<T>(space: IpNamespace, what: keyof typeof requests, body: () => T): [Decoded[], T] {
  const print = (events: Decoded[]): string => new Knowledge().monitor(events);
  for (let tries = 0; tries < 50; tries++) {
    const before = dump(space, what);
    const result = body();
    if (print(dump(space, what)) === print(before)) return [before, result];
  }
  throw new Error(`the ${what} do not settle`);
}

function valuesOf(decoded: readonly Decoded[]): any[] {
  return decoded.map(({ value }) => value);
}

/** The objects of ip -j: one array, or one for each of several dumps. */
function objects(text: string): unknown[] {
  return lines(text).flatMap(line => (line === '' ? [] : JSON.parse(line)));
}

describe.skipIf(!canCompare)('show', () => {
  let space: IpNamespace;
  const knowledge = new Knowledge();

  beforeAll(async () => {
    space = await IpNamespace.create();
    tryEach(space, interfaces);
    tryEach(space, addresses);
    // Carrier and duplicate address detection take their time.
    await sleep(3000);
    for (const event of dump(space, 'links')) knowledge.learn(event);
    for (const { name, id } of JSON.parse(space.ip('-j netns list')))
      if (id !== undefined) knowledge.namespaces.set(id, name);
  });
  afterAll(() => space?.[Symbol.asyncDispose]());

  test('what is compared has something of everything', () => {
    const text = space.ip('link show') + space.ip('addr show');
    expect(knowledge.links.size).toBeGreaterThan(10);
    for (const word of ['@if', 'link-netns one', 'altname', 'alias', 'M-DOWN', 'NO-CARRIER', 'master'])
      expect(text).toContain(word);
    for (const word of ['peer', 'brd', 'metric', 'secondary', 'deprecated', 'noprefixroute', 'sec'])
      expect(text).toContain(word);
  });

  test('ip link show', () => {
    const [links, text] = settled(space, 'links', () => space.ip('link show'));
    const context = knowledge.context('show');
    expect(lines(valuesOf(links).reduce((all, value) => all + linkFormat.text(value, context), ''))).toEqual(
      lines(text),
    );
  });

  test('ip -j link show', () => {
    const [links, text] = settled(space, 'links', () => space.ip('-j link show'));
    const context = knowledge.context('show');
    expect(valuesOf(links).map(value => linkFormat.json(value, context))).toEqual(objects(text));
  });

  for (const [option, family] of [
    ['', undefined],
    ['-4 ', 'inet'],
    ['-6 ', 'inet6'],
  ] as const) {
    const context: FormatContext = { ...knowledge.context('show'), ...(family && { family }) };

    test(`ip ${option}addr show, in text and JSON`, () => {
      const links = valuesOf(dump(space, 'links'));
      const [addrs, [text, json]] = settled(space, 'addresses', () => [
        space.ip(`${option}addr show`),
        space.ip(`${option}-j addr show`),
      ]);
      expect(lines([...showAddresses(links, valuesOf(addrs), context)].join(''))).toEqual(lines(text!));
      expect([...addressesJson(links, valuesOf(addrs), context)]).toEqual(objects(json!));
    });

    test(`ip ${option}netconf show, in text and JSON`, () => {
      const all = valuesOf(dump(space, 'netconf'));
      const texts = all.map(value => netconfFormat.text(value, context));
      expect(texts.length).toBeGreaterThan(20);
      expect(lines(texts.join(''))).toEqual(lines(space.ip(`${option}netconf show`)));
      const json = all.map(value => netconfFormat.json(value, context)).filter(value => value !== undefined);
      expect(json).toEqual(objects(space.ip(`${option}-j netconf show`)));
    });
  }

  test('ip netns list-id, in text and JSON', () => {
    const all = valuesOf(dump(space, 'nsid'));
    const context = knowledge.context('show');
    const text = all.map(value => nsidFormat.text(value, context)).join('');
    expect(text).toContain('nsid 77 (iproute2 netns name: two)');
    expect(lines(text)).toEqual(lines(space.ip('netns list-id')));
    expect(all.map(value => nsidFormat.json(value, context))).toEqual(objects(space.ip('-j netns list-id')));
  });
});

test.skipIf(!canCompare)('ip monitor, line by line', { timeout: 60_000 }, async () => {
  await using space = await IpNamespace.create();
  const knowledge = new Knowledge();
  for (const event of dump(space, 'links')) knowledge.learn(event);
  const recorder = await space.record(Object.values(groups));
  const monitor = await space.subscribe(['ip', 'monitor', 'link', 'address', 'netconf', 'nsid']);
  for (const command of words(happenings)) {
    if (command === '') continue;
    try {
      space.run('sh', '-c', `ip ${command} 2>&1`);
    } catch {
      continue;
    }
    // Time for ip to look up what it does not know yet.
    await sleep(40);
  }
  while (!monitor.output().includes('group 99')) await sleep(20);
  knowledge.namespaces.set(76, 'one').set(77, 'two').set(78, 'three');
  const events = decodeAll(recorder.output());
  expect(events.length).toBeGreaterThan(100);
  knowledge.foresee(events);
  expect(lines(knowledge.monitor(events))).toEqual(lines(monitor.output()));
});

test.skipIf(!canCompare)('the times of ip -t and ip -ts', async () => {
  await using space = await IpNamespace.create();
  withFile(file => {
    writeFileSync(file, space.dump(...requests.links));
    const zone = `TZ=${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
    for (const [option, timestamp, pattern] of [
      ['-ts', 'short', /^\[([-\d]+T[:\d]+)\.(\d{6})\] 1: lo/],
      ['-t', 'long', /^Timestamp: (\w+ \w+ [ \d]\d [:\d]+ \d{4}) (\d+) usec\n1: lo/],
    ] as const) {
      const printed = space.run('env', zone, 'ip', option, 'monitor', 'file', file).toString();
      const [, second, microseconds] = pattern.exec(printed)!;
      const time = Date.parse(second!) + Number(microseconds) / 1000;
      expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
      const prefix = eventPrefix({ object: 'link', event: 'new', time }, { timestamp });
      expect(printed.slice(0, prefix.length)).toBe(prefix);
    }
  });
});

// `ip monitor file` prints messages that were saved: any message can be put before it, also what this kernel
// cannot make. Of an interface it has names and flags from the messages before.

/** Message types and values, and how the messages are labelled. */
const anyMessages = fc.record({
  messages: fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom(16, 17), anyLink),
      fc.tuple(fc.constantFrom(20, 21), anyAddr),
      fc.tuple(fc.constantFrom(80, 81), anyNetconf),
      fc.tuple(fc.constantFrom(88, 89), anyNsid),
    ) as fc.Arbitrary<[number, any]>,
    { maxLength: 60, size: 'max' },
  ),
  label: fc.boolean(),
  namespace: fc.boolean(),
});

/**
 * A link that ip does not trip over. It keeps the first name that it hears for an index, so every link has its own;
 * it forgets an interface that leaves a bridge; and it reads one byte of protodown reasons, if there is a broadcast
 * address.
 */
function peculiarLink(link: any, index: number, type: number): unknown {
  return {
    ...link,
    index,
    family: type === 17 ? 'unspec' : link.family,
    ...(link.broadcast === undefined ? {} : { protoDownReason: { value: link.flags & 255 } }),
  };
}

test.skipIf(!canCompare)('ip monitor file, on any messages', { timeout: 120_000 }, async () => {
  await using space = await IpNamespace.create();
  tryEach(space, 'netns add two\nnetns set two 77');
  withFile(file => {
    const property = fc.property(anyMessages, ({ messages, label, namespace }) => {
      const sink = new Sink();
      let index = 100;
      for (const [type, given] of messages) {
        const start = beginMessage(sink, type, 0);
        const schema = schemas.find(({ types }) => Object.values(types).includes(type))!;
        const value = schema.name === 'link' ? peculiarLink(given, index++, type) : given;
        schema.encode(value, sink);
        endMessage(sink, start);
      }
      const bytes = sink.bytes();
      writeFileSync(file, bytes);
      const knowledge = new Knowledge();
      knowledge.namespaces.set(77, 'two');
      const options = `${label ? ' label' : ''}${namespace ? ' all-nsid' : ''}`;
      const printed = space.ip(`monitor${options} file ${file}`);
      const ours = knowledge.monitor(decodeAll(bytes), { label, namespace });
      expect(lines(ours)).toEqual(lines(printed));
    });
    fc.assert(property, { numRuns: 200 });
  });
});

test.skipIf(!canCompare)('ip -j address showdump, on any addresses', { timeout: 120_000 }, async () => {
  await using space = await IpNamespace.create();
  const context = new Knowledge().context('show');
  withFile(file => {
    const property = fc.property(fc.array(anyAddr, { maxLength: 60, size: 'max' }), addrs => {
      const sink = new Sink();
      sink.write(Uint8Array.of(0x22, 0x12, 0x36, 0x47));
      for (const value of addrs) {
        const start = beginMessage(sink, 20, 0);
        addr.encode(value as AddrInput, sink);
        endMessage(sink, start);
      }
      const bytes = sink.bytes();
      writeFileSync(file, bytes);
      const values = valuesOf(decodeAll(bytes.subarray(4)));
      const text = values.map(value => `if${value.index}:\n${addrFormat.text(value, context)}`).join('');
      const both = `ip address showdump < ${file}; ip -j address showdump < ${file}`;
      const printed = lines(space.run('sh', '-c', both)).slice(0, -1);
      const [{ addr_info: objects }] = JSON.parse(printed.pop()!);
      expect(lines(text).slice(0, -1)).toEqual(printed);
      const ours = values.map(value => ({ index: value.index, ...addrFormat.json(value, context) }));
      expect(ours).toEqual(objects);
    });
    fc.assert(property, { numRuns: 100 });
  });
});

function withFile(body: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'nlmon-format-links-'));
  try {
    body(join(folder, 'messages'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
