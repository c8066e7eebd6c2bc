import { isDeepStrictEqual } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { Message } from '../../src/netlink/message.js';
import { Sink, toHex, toJson, Window, WireError } from '../../src/wire/index.js';
import { type AnyMessage, captured, comparable, schemas } from '../netlink/fixtures.js';
import { mutate } from './mutate.js';
import { fuzzSeed, Random } from './random.js';

const rounds = 1_000_000;
/** Every so many messages, both ways of decoding are compared and the value goes through JSON and back. */
const closeLook = 50;
/** By kind: messages about links are the most and the longest. */
const byFile = Object.keys(schemas).map(file => captured.filter(message => message.file === file));
const memoryAllowed = 48 * 2 ** 20;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function decodeAt(
  schema: AnyMessage,
  window: Window,
  start: number,
  end: number,
): Record<string, unknown> | undefined {
  try {
    const value = schema.decode(window, start, end) as Record<string, unknown>;
    for (const error of (value['#errors'] ?? []) as unknown[]) {
      if (!(error instanceof WireError)) throw error;
    }
    return value;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

test(`${rounds} broken messages raise WireError and nothing else (AFKIT_FUZZ_SEED=${fuzzSeed})`, () => {
  // A million errors are made: without their stacks, in half the time.
  const { stackTraceLimit } = Error;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 0;
  const random = new Random(fuzzSeed);
  const trained = new Map(captured.map(({ schema }) => [schema, new Message(schema) as AnyMessage]));
  for (const { schema, payload } of captured) {
    const window = new Window(payload);
    for (let i = 0; i < 40; i++) trained.get(schema)!.decode(window, 0, payload.length);
  }
  const aligned = new Window(new Uint8Array(10_000));
  // Decoders made for layouts need a multiple of four; from two bytes further the general walk reads.
  const shifted = new Window(new Uint8Array(10_000));
  const sink = new Sink(16_384);
  let [readable, clean, refusedToEncode] = [0, 0, 0];
  let base = 0;
  for (let round = 0; round < rounds; round++) {
    if (round === rounds / 10) {
      collectGarbage();
      base = process.memoryUsage().heapUsed;
    }
    const { schema, payload } = random.pick(random.pick(byFile));
    const broken = mutate(payload, random.pick(captured).payload, schema.attributesOffset, random);
    try {
      aligned.u8.set(broken);
      shifted.u8.set(broken, 2);
      const value = decodeAt(trained.get(schema)!, aligned, 0, broken.length);
      const walked = decodeAt(schema, shifted, 2, 2 + broken.length);
      expectSame(value === undefined, walked === undefined);
      if (value === undefined || walked === undefined) continue;
      readable++;
      if (value['#errors'] === undefined) clean++;
      sink.clear();
      try {
        schema.encode(value as never, sink);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        refusedToEncode++;
        continue;
      }
      if (round % closeLook !== 0) continue;
      expectSame(comparable(value), comparable(walked));
      expectSame(Object.keys(value), Object.keys(walked));
      const bytes = sink.bytes();
      sink.clear();
      schema.encode(JSON.parse(JSON.stringify(toJson(value))) as never, sink);
      expectSame(toHex(sink.bytes()), toHex(bytes));
      // Of an attribute that comes both broken and sound, which one was first is not kept.
      if (value['#errors'] !== undefined) continue;
      const again = schema.decode(new Window(bytes), 0, bytes.length) as Record<string, unknown>;
      expectSame(comparable(again), comparable(value));
    } catch (error) {
      const where = `round ${round}, seed ${fuzzSeed}: ${schema.name} ${toHex(broken)}`;
      throw new Error(`${where}: ${error}`, { cause: error });
    }
  }
  collectGarbage();
  expect(process.memoryUsage().heapUsed - base).toBeLessThan(memoryAllowed);
  // Otherwise the messages were too broken to say much.
  expect(readable).toBeGreaterThan(rounds / 2);
  expect(clean).toBeGreaterThan(rounds / 10);
  expect(refusedToEncode).toBeLessThan(rounds / 100);
}, 240_000);

function expectSame(a: unknown, b: unknown): void {
  if (!isDeepStrictEqual(a, b)) expect(a).toEqual(b);
}
