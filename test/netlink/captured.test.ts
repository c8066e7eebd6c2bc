import { describe, expect, test } from 'vitest';
import { RequestSink } from '../../src/netlink/request-sink.js';
import { toHex, toJson } from '../../src/wire/index.js';
import { type Captured, captured, decode, encode, schemas } from './fixtures.js';

const fromKernel = captured.filter(({ source }) => source !== 'request');
const fromIp = captured.filter(({ source }) => source === 'request');

/** Requests of ip(8) and bridge(8) that we would write differently: what of their commands, and why. */
const otherSpelling: readonly [command: RegExp, reason: string][] = [
  [/ type [a-z]/, 'ip leaves the NUL out behind the kind'],
  [/ alias /, 'ip leaves the NUL out behind an alias'],
  [/ congctl /, 'ip leaves the NUL out behind a congestion control algorithm'],
  [/ encap /, 'ip pads what it puts into an encapsulation with bytes that it has not cleared'],
  [/ via inet6 /, 'ip pads RTA_VIA with bytes that it has not cleared'],
  [
    / (mqprio .* min_rate|taprio .* sched-entry|netem .*loss (state|gemodel)|ets) /,
    'tc marks nests with NLA_F_NESTED that the kernel does not',
  ],
  [/ geneve_opts /, 'tc leaves the options of Geneve without NLA_F_NESTED, those of other tunnels it marks'],
];

/** The text of the action `simple` comes with bytes behind it that tc has not cleared. */
const uncleared = / action simple /;

/** What the kernel that messages were captured of was built without (VLAN filtering of bridges), and what it is asked. */
const notFromKernel: ReadonlySet<string> = new Set(['dcb', 'vlan', '../diag/unix-request']);

/** Every key beginning with # in a decoded value, by path. */
function unknowns(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const here = Array.isArray(value) ? `${path}[]` : path === '' ? name : `${path}.${name}`;
    return [...(name.startsWith('#') ? [here] : []), ...unknowns(field, here)];
  });
}

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(toJson(value)));
}

const label = ({ file, source, name }: Captured) => `${file}, ${source}: ${name}`;

describe('captured messages', () => {
  test('there are some of every kind', () => {
    for (const file of Object.keys(schemas)) {
      if (notFromKernel.has(file)) continue;
      expect(fromKernel.filter(message => message.file === file).length, file).toBeGreaterThan(0);
    }
    expect(fromKernel.length).toBeGreaterThan(250);
    expect(fromIp.length).toBeGreaterThan(150);
  });

  test('of the kernel have nothing that their schema does not know or cannot read', () => {
    for (const message of fromKernel) {
      expect(unknowns(decode(message.schema, message.payload)), label(message)).toEqual([]);
    }
  });

  test('of the kernel encode to the same bytes, as they are and through JSON', () => {
    for (const message of fromKernel) {
      const value = decode(message.schema, message.payload);
      expect(toHex(encode(message.schema, value)), label(message)).toBe(toHex(message.payload));
      expect(toHex(encode(message.schema, throughJson(value))), label(message)).toBe(toHex(message.payload));
    }
  });

  test('of ip have nothing unknown', () => {
    for (const message of fromIp) {
      if (uncleared.test(message.name)) continue;
      expect(unknowns(decode(message.schema, message.payload)), label(message)).toEqual([]);
    }
  });

  test('of ip encode to the same bytes or, where ip spells them otherwise, to the same values', () => {
    const used = new Set<RegExp>();
    for (const message of fromIp) {
      const value = decode(message.schema, message.payload);
      const encoded = encode(message.schema, value, new RequestSink());
      expect(toHex(encode(message.schema, throughJson(value), new RequestSink())), label(message)).toBe(
        toHex(encoded),
      );
      if (toHex(encoded) === toHex(message.payload)) continue;
      const exception = otherSpelling.find(([command]) => command.test(message.name));
      expect(exception, `${label(message)}\n${toHex(message.payload)}\n${toHex(encoded)}`).toBeDefined();
      used.add(exception![0]);
      expect(decode(message.schema, encoded), label(message)).toEqual(value);
    }
    for (const [command, reason] of otherSpelling)
      expect(used.has(command), `not needed: ${reason}`).toBe(true);
  });
});
