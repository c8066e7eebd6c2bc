import { expect } from 'vitest';
import { type AnyType, Sink, Window, WireError } from '../../src/wire/index.js';

/** What a type makes of some bytes, which stand in the middle of others: nothing before or behind may matter. */
export function decoded(type: AnyType, bytes: Uint8Array, selected?: unknown): unknown {
  const around = new Uint8Array(bytes.length + 16).fill(0xa5);
  around.set(bytes, 8);
  return type.decode(new Window(around), 8, 8 + bytes.length, selected);
}

/** What a type makes of a value, behind bytes that were there before. */
export function encoded(type: AnyType, value: unknown): Uint8Array {
  const sink = new Sink(2);
  sink.write(Uint8Array.of(1, 2, 3, 4));
  type.encode(value, sink);
  expect([...sink.bytes().subarray(0, 4)]).toEqual([1, 2, 3, 4]);
  return sink.bytes(4);
}

export function fromHexText(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replace(/\s/g, ''), 'hex'));
}

/** What the type's generated JavaScript reads at `start`; undefined when it has none for that many bytes. */
export function generated(type: AnyType, bytes: Uint8Array, start = 0): { value: unknown } | undefined {
  const around = new Uint8Array(bytes.length + start + 8).fill(0xa5);
  around.set(bytes, start);
  const bound: unknown[] = [];
  const source = type.source?.(
    {
      byte: offset => `p + ${offset}`,
      word: offset => ((start + offset) % 4 === 0 ? `words[(p + ${offset}) >> 2]` : undefined),
    },
    bytes.length,
    { bind: value => `c${bound.push(value) - 1}` },
  );
  if (source === undefined) return undefined;
  const window = new Window(around);
  const names = bound.map((_, i) => `c${i}`);
  const body = `const { u8, view, words } = window; return ${source};`;
  return { value: new Function('window', 'p', ...names, body)(window, start, ...bound) };
}

/** Runs `work`, which may throw a WireError and nothing else; says whether it did. */
export function refused(work: () => unknown): WireError | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
  return undefined;
}

/** The WireError that `work` must throw. */
export function refusal(work: () => unknown): WireError {
  const error = refused(work);
  expect(error, 'a WireError').toBeDefined();
  return error!;
}

/** Why a type refuses to write a value. */
export function refusedEncoding(type: AnyType, value: unknown): string {
  return refusal(() => encoded(type, value)).message;
}
