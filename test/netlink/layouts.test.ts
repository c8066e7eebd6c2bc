import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AttributeSet, attributes, multi } from '../../src/netlink/attributes.js';
import { Message, message } from '../../src/netlink/message.js';
import { nested } from '../../src/netlink/nested.js';
import { select } from '../../src/netlink/select.js';
import {
  arrayOf,
  be16,
  bytes,
  enumOf,
  flags,
  ip,
  linkAddress,
  names,
  presence,
  Sink,
  struct,
  text,
  toHex,
  toJson,
  u8,
  u16,
  u32,
  u64,
  Window,
} from '../../src/wire/index.js';
import { mutate } from '../fuzz/mutate.js';
import { fuzzSeed, Random } from '../fuzz/random.js';
import { compile, runProgram } from '../support/compiled.js';
import { type AnyMessage, type Captured, captured, decode, encode, schemas } from './fixtures.js';

/** More messages of a layout than it takes until a decoder is made for it. */
const enough = 40;

/** Fewer messages than it takes: what a schema read them with was the general walk. */
const few = 16;

/** By schema, a copy that has met no more than a few messages. */
const walkers = new Map<AnyMessage, { copy: AnyMessage; met: number }>();

/** As the general walk reads. */
function walk(schema: AnyMessage, payload: Uint8Array, start = 0): Record<string, unknown> {
  let walker = walkers.get(schema);
  if (walker === undefined || walker.met === few) {
    walker = { copy: new Message(schema), met: 0 };
    walkers.set(schema, walker);
  }
  walker.met++;
  return walker.copy.decode(placed(payload, start), start, start + payload.length);
}

function placed(payload: Uint8Array, start: number): Window {
  const buffer = new Uint8Array(start + payload.length + 3).fill(0xee);
  buffer.set(payload, start);
  return new Window(buffer);
}

function train(schema: AnyMessage, payload: Uint8Array): void {
  for (let i = 0; i < enough; i++) decode(schema, payload);
}

const trainedByMessage = new Map<Captured, AnyMessage>();

/** A schema that has met a captured message often enough: making a decoder takes most of the time of these tests. */
function trainedWith(message: Captured): AnyMessage {
  let trained = trainedByMessage.get(message);
  if (trained === undefined) {
    trained = new Message(message.schema) as AnyMessage;
    train(trained, message.payload);
    trainedByMessage.set(message, trained);
  }
  return trained;
}

/** The value or the error's text, and all keys in their order. */
function outcome(work: () => unknown): { value: unknown; order: string } {
  try {
    const value = work();
    return { value, order: JSON.stringify(toJson(value)) };
  } catch (error) {
    return { value: String(error), order: '' };
  }
}

function expectSame(trained: AnyMessage, schema: AnyMessage, payload: Uint8Array, start = 0): void {
  const made = outcome(() => trained.decode(placed(payload, start), start, start + payload.length));
  const walked = outcome(() => walk(schema, payload, start));
  if (isDeepStrictEqual(made, walked)) return;
  expect(made, `${schema.name} at ${start}, seed ${fuzzSeed}: ${toHex(payload)}`).toEqual(walked);
  throw new Error(`${schema.name} at ${start}, seed ${fuzzSeed}: ${toHex(payload)}: equal but for the types`);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the decoders made for layouts', () => {
  test('read every captured message as the walk does, at any place', () => {
    for (const message of captured) {
      const { schema, payload } = message;
      const trained = trainedWith(message);
      for (const start of [0, 1, 2, 4, 7, 8]) expectSame(trained, schema, payload, start);
    }
  });

  test('are what reads: the walk is not asked any more', () => {
    for (const message of captured) {
      const { schema, payload, name, source } = message;
      // Behind a body of any length, attributes have no place of their own …
      if (source === 'request' || schema.body !== undefined) continue;
      // … nor behind an attribute that comes several times.
      const value = decode(schema, payload);
      const fields = [...schema.attributes.byName.values()];
      if (
        fields.some(({ name, multi }) => multi && (value[name] as unknown[] | undefined)?.[1] !== undefined)
      )
        continue;
      const trained = trainedWith(message);
      const walked = vi.spyOn(AttributeSet.prototype, 'decodeInto');
      decode(trained, payload);
      expect(walked.mock.contexts.filter(set => set === trained.attributes).length, name).toBe(0);
      walked.mockRestore();
    }
  });

  test('read mutated messages as the walk does', () => {
    const random = new Random(fuzzSeed);
    // As many in all however many are captured.
    const each = Math.ceil(24_000 / captured.length);
    for (const message of captured) {
      const { schema, payload } = message;
      const trained = trainedWith(message);
      for (let i = 0; i < each; i++) {
        const broken = mutate(payload, random.pick(captured).payload, schema.attributesOffset, random);
        expectSame(trained, schema, broken, random.below(3) * 4);
      }
    }
  });

  test('are left at twelve layouts; further ones are read by the walk', () => {
    const files = Object.entries(schemas).map(([file, schema]) => ({
      schema,
      messages: captured.filter(message => message.file === file),
    }));
    for (const { schema, messages } of files) {
      const trained = new Message(schema);
      for (const { payload } of messages) train(trained, payload);
      const random = new Random(fuzzSeed);
      for (const { payload } of messages) {
        expectSame(trained, schema, payload);
        for (let i = 0; i < 5; i++) {
          expectSame(trained, schema, mutate(payload, payload, schema.attributesOffset, random));
        }
      }
    }
    expect(files.filter(({ messages }) => messages.length > 24).length).toBeGreaterThan(4);
  });

  test('are not made without end: messages that are all different are left to the walk', () => {
    const schema = new Message(captured.find(({ file }) => file === 'route')!.schema) as AnyMessage;
    const decodes = vi.spyOn(DataView.prototype, 'getUint16');
    let last = 0;
    for (let i = 0; i < 6000; i++) {
      const payload = new Uint8Array(12 + 8);
      new DataView(payload.buffer).setUint32(12, 8 | ((100 + i) << 16), true);
      decodes.mockClear();
      decode(schema, payload);
      last = decodes.mock.calls.length;
    }
    // The walk reads an attribute's two header words; learning would read them again.
    expect(last).toBe(2);
  });
});

const kinds = names('KIND', { first: 1, second: 2 });
const everything = message({
  name: 'everything',
  types: {},
  header: struct({
    family: enumOf(u16, names('AF', { inet: 2 })),
    bits: flags(u16, kinds),
    index: u32,
    wide: u64,
  }),
  attributes: attributes('E', {
    number: [1, u32],
    label: [2, text],
    address: [3, ip],
    link: [4, linkAddress],
    there: [5, presence],
    port: [6, be16],
    kind: [7, enumOf(u8, kinds)],
    marks: [8 + 100, flags(u32, kinds)],
    counter: [9, u64],
    shape: [10, struct({ a: u8, b: u8, c: u16, d: u32, e: u64 })],
    list: [11, arrayOf(u16)],
    nest: [12, nested(attributes('N', { leaf: [1, u8], name: [2, text] }))],
    chosen: [13, select('label', { number: u32, text })],
    chosenByHeader: [14, select('family', { inet: u16 }, text)],
    several: [15, multi(u16)],
    raw: [16, bytes],
    short: [17, u16],
  }),
}) as AnyMessage;

describe('a schema with every kind of attribute', () => {
  /** For each attribute, payloads that are right for it: a message that has an error gets no decoder. */
  const right: Readonly<Record<number, readonly string[]>> = {
    1: ['01000000', 'ffffffff'],
    2: ['6e756d62657200', '7465787400', '6162', ''],
    3: ['c0000201', '20010db8000000000000000000000001', ''],
    4: ['020000000001', '', '0102'],
    5: [''],
    6: ['0050'],
    7: ['01', '63'],
    9: ['0102030405060708', 'ffffffffffffffff'],
    10: ['01020300040000000500000000000000', '01020300040000000500000000000000ffff'],
    11: ['', '0100', '01000200'],
    12: ['', '05000100ff000000', '05000200aa', '0600020061620000'],
    13: ['01000000', '7465787400'],
    14: ['0200'],
    15: ['0100'],
    16: ['', '010203'],
    17: ['0100'],
    57: ['', '01', '0102030405'],
    108: ['03000000', '00000080'],
  };

  /** Attributes in any order, some of them twice, and some with a payload that is wrong for them. */
  const attribute = fc
    .constantFrom(...Object.keys(right).map(Number))
    .chain(number =>
      fc.tuple(
        fc.constant(number),
        fc.constantFrom(0, 0, 0, 0, 0x8000, 0x4000),
        fc.oneof(
          { weight: 20, arbitrary: fc.constantFrom(...right[number]!) },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 18 }).map(payload => toHex(payload)) },
        ),
      ),
    );

  function build(heads: readonly (readonly [number, number, string])[]): Uint8Array {
    const sink = new Sink();
    sink.write(Uint8Array.of(2, 0, 3, 0, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255));
    for (const [number, flag, hex] of heads) {
      const start = sink.reserve(4);
      sink.write(new Uint8Array(Buffer.from(hex, 'hex')));
      sink.view.setUint16(start, sink.length - start, true);
      sink.view.setUint16(start + 2, number | flag, true);
      sink.align(4);
    }
    return sink.bytes();
  }

  test('is read alike both ways, whatever stands behind what', () => {
    const random = new Random(fuzzSeed);
    fc.assert(
      fc.property(fc.array(attribute, { maxLength: 7 }), heads => {
        const trained = new Message(everything) as AnyMessage;
        const payload = build(heads);
        train(trained, payload);
        expectSame(trained, everything, payload);
        // The same layout with other contents and lengths, so that what the decoder checks is what decides.
        for (let i = 0; i < 10; i++) {
          const other = build(
            heads.map(head => (random.below(2) === 0 ? head : [head[0], head[1], random.pick(heads)[2]])),
          );
          expectSame(trained, everything, other);
          expectSame(trained, everything, mutate(other, payload, everything.attributesOffset, random));
        }
      }),
      { numRuns: 400, seed: fuzzSeed },
    );
  });

  test('has attributes of any length in the middle', () => {
    const trained = new Message(everything) as AnyMessage;
    const value = (label: string) => ({
      family: 'inet',
      bits: [],
      index: 1,
      wide: 0,
      number: 7,
      label,
      address: '192.0.2.1',
      nest: { name: label },
      port: 80,
    });
    for (let i = 0; i < 200; i++) {
      const label = 'x'.repeat(i % 9);
      const payload = encode(everything, value(label));
      expectSame(trained, everything, payload);
      expect(decode(trained, payload)).toEqual(value(label));
    }
  });
});

describe('where code generation from strings is forbidden', () => {
  test('the walk reads all, in this process', () => {
    const { schema, payload } = captured.find(({ file }) => file === 'route')!;
    const made = vi.fn(function forbidden() {
      throw new EvalError('Code generation from strings disallowed for this context');
    });
    vi.stubGlobal('Function', made);
    const trained = new Message(schema) as AnyMessage;
    for (let i = 0; i < 3 * enough; i++) expectSame(trained, schema, payload);
    vi.unstubAllGlobals();
    expect(made).toHaveBeenCalledTimes(1);
  });

  test('the walk reads all, in a process started so', async () => {
    const compiled = compile('netlink/route/route.ts');
    try {
      const routes = captured.filter(({ file, source }) => file === 'route' && source !== 'request');
      const program = `
        import { route } from ${JSON.stringify(compiled.path('netlink/route/route.js'))};
        import { toJson, Window } from ${JSON.stringify(compiled.path('wire/index.js'))};
        let forbidden = false;
        try { new Function('return 1')(); } catch (error) { forbidden = error instanceof EvalError; }
        const values = ${JSON.stringify(routes.map(({ payload }) => toHex(payload)))}.map(hex => {
          const bytes = new Uint8Array(Buffer.from(hex, 'hex'));
          let value;
          for (let i = 0; i < ${enough}; i++) value = route.decode(new Window(bytes), 0, bytes.length);
          return toJson(value);
        });
        console.log(JSON.stringify({ forbidden, values }));`;
      const ended = await runProgram(program, { flags: ['--disallow-code-generation-from-strings'] });
      expect(ended.stderr).toBe('');
      expect(JSON.parse(ended.stdout)).toEqual({
        forbidden: true,
        values: routes.map(({ schema, payload }) =>
          JSON.parse(JSON.stringify(toJson(walk(schema, payload)))),
        ),
      });
    } finally {
      compiled.remove();
    }
  });
});
