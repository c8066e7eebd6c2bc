import { expect, expectTypeOf, test } from 'vitest';
import { attributes } from '../../src/netlink/attributes.js';
import { bitfield32 } from '../../src/netlink/bitfield32.js';
import { type Decoded, fromHex, names, Sink, toHex, Window } from '../../src/wire/index.js';

const modes = names('EXAMPLE', { quiet: 1, fast: 2, loud: 0x8000_0000 });
const set = attributes('EXAMPLE', { mode: [5, bitfield32(modes)] });

/** TCA-like attribute 5: value 2, selector 0x80000003, as a little-endian machine writes it. */
const captured = fromHex('0c000500 02000000 03000080');

test('bits that are set, and bits that are meant', () => {
  const value: Record<string, unknown> = {};
  set.decodeInto(value, new Window(captured), 0, captured.length);
  expect(value).toEqual({ mode: { value: ['fast'], selector: ['quiet', 'fast', 'loud'] } });
});

test('the same bytes again', () => {
  const sink = new Sink();
  set.encode({ mode: { value: ['fast'], selector: ['quiet', 'fast', 'loud'] } }, sink);
  expect(toHex(sink.bytes())).toBe(toHex(captured));
});

test('bits without a name survive', () => {
  const bytes = fromHex('0c000500 06000000 0c000000');
  const value: Record<string, unknown> = {};
  set.decodeInto(value, new Window(bytes), 0, bytes.length);
  expect(value).toEqual({ mode: { value: ['fast', 4], selector: [12] } });
  const sink = new Sink();
  set.encode(value, sink);
  expect(toHex(sink.bytes())).toBe(toHex(bytes));
});

test('types follow from the names', () => {
  type Mode = Decoded<ReturnType<typeof bitfield32<'quiet' | 'fast'>>>;
  expectTypeOf<Mode['value'][number]>().toEqualTypeOf<'quiet' | 'fast' | number>();
});
