import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributeSet, attributes, multi } from '../../src/netlink/attributes.js';
import { nested } from '../../src/netlink/nested.js';
import {
  bytes,
  presence,
  Sink,
  struct,
  text,
  toHex,
  toJson,
  u8,
  u32,
  Window,
  WireError,
} from '../../src/wire/index.js';
import { fromHexText, refusal, refused } from '../wire/codec.js';

const inner = attributes('IN', { size: [1, u8], label: [2, text] });
const set = attributes(
  'TST',
  {
    number: [1, u32],
    label: [2, text],
    there: [3, presence],
    many: [4, multi(u8)],
    inner: [5, nested(inner)],
    flagged: [6, nested(inner, { flag: true })],
    pair: [7, struct({ a: u8, b: u8 })],
    lots: [8, multi(nested(inner))],
    raw: [9, bytes],
  },
  { raw: 'TST_OTHERWISE' },
);

function read(
  of: AttributeSet<any>,
  hex: string | Uint8Array,
  errors?: WireError[],
): Record<string, unknown> {
  const given = typeof hex === 'string' ? fromHexText(hex) : hex;
  const value = {};
  of.decodeInto(value, new Window(given), 0, given.length, errors);
  return value;
}

function write(of: AttributeSet<any>, value: unknown): string {
  const sink = new Sink();
  of.encode(value as Record<string, unknown>, sink);
  return toHex(sink.bytes());
}

describe('a set of attributes', () => {
  test('is read and written in the order of the bytes', () => {
    const hex = '0700 0200 616200 00 0800 0100 05000000 0400 0300 0500 0900 ff 000000';
    const value = read(set, hex);
    expect(value).toEqual({ label: 'ab', number: 5, there: true, raw: Uint8Array.of(255) });
    expect(Object.keys(value)).toEqual(['label', 'number', 'there', 'raw']);
    expect(write(set, value)).toBe(hex.replaceAll(' ', ''));
    expect(write(set, { number: 5, label: 'ab' })).toBe('08000100050000000700020061620000');
  });

  test('leaves out what is undefined, and a flag that is false', () => {
    expect(write(set, { number: undefined, there: false })).toBe('');
    expect(refusal(() => write(set, { number: false })).path).toBe('number');
  });

  test('keeps an unknown attribute under its number with the flag bits', () => {
    const hex = '0500 3900 aa 000000 0400 3980 0600 3940 0102 0000';
    const value = read(set, hex);
    expect(value).toEqual({
      '#57': Uint8Array.of(0xaa),
      [`#${0x8039}`]: new Uint8Array(0),
      [`#${0x4039}`]: Uint8Array.of(1, 2),
    });
    expect(write(set, value)).toBe(hex.replaceAll(' ', ''));
    expect(write(set, toJson(value))).toBe(hex.replaceAll(' ', ''));
  });

  test('keeps an unknown attribute that comes several times in an array', () => {
    const value = read(set, '0500 3900 01 000000 0500 3900 02 000000 0500 3900 03 000000');
    expect(value).toEqual({ '#57': [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)] });
    expect(read(set, write(set, value))).toEqual(value);
  });

  test('keeps the further ones of an attribute that should come once', () => {
    const hex = '0800 0100 01000000 0800 0100 02000000 0800 0100 03000000';
    const value = read(set, hex);
    expect(value).toEqual({ number: 1, '#1': [fromHexText('02000000'), fromHexText('03000000')] });
    expect(write(set, value)).toBe(hex.replaceAll(' ', ''));
  });

  test('collects an attribute that may come several times', () => {
    const hex = '0500 0400 01 000000 0500 0400 02 000000';
    expect(read(set, hex)).toEqual({ many: [1, 2] });
    expect(write(set, { many: [1, 2] })).toBe(hex.replaceAll(' ', ''));
    expect(read(set, '0c00 0800 0500 0100 07 000000')).toEqual({ lots: [{ size: 7 }] });
    expect(refusal(() => write(set, { many: 1 })).path).toBe('many');
    expect(refusal(() => write(set, { many: [1, 300] })).path).toBe('many');
  });

  test('reads an attribute with flag bits as the attribute that it is', () => {
    expect(read(set, '0800 0140 05000000')).toEqual({ number: 5 });
    expect(read(set, '0800 0580 04000200')).toEqual({ inner: { label: '' } });
  });

  test('writes NLA_F_NESTED where the kernel does', () => {
    expect(write(set, { inner: { size: 1 }, flagged: { size: 1 } })).toBe(
      '0c0005000500010001000000' + '0c0006800500010001000000',
    );
  });

  test('keeps a malformed attribute as its bytes and notes the error, by path and byte', () => {
    const errors: WireError[] = [];
    const hex = '0600 0100 0102 0000 0800 0100 05000000 1000 0500 0600 0100 0102 0000 04000200';
    const value = read(set, hex, errors);
    expect(value).toEqual({
      '#1': fromHexText('0102'),
      number: 5,
      '#5': fromHexText('06000100010200000400 0200'),
    });
    expect(errors.map(({ path, offset }) => [path, offset])).toEqual([
      ['number', 4],
      ['inner.size', 24],
    ]);
    expect(write(set, value)).toBe(hex.replaceAll(' ', ''));
  });

  test('throws the error where nobody collects it', () => {
    const error = refusal(() => read(set, '0500 0700 01 000000'));
    expect([error.path, error.offset]).toEqual(['pair.b', 5]);
  });

  test('keeps what is no attribute as #rest, and notes it', () => {
    for (const [rest, why] of [
      ['0300 0100 aabb', 'shorter than its own header'],
      ['0900 0100 05000000', 'longer than what is there'],
      ['0500', 'a header cut short'],
      ['00000000 00000000', 'zeros'],
    ]) {
      const errors: WireError[] = [];
      const value = read(set, `0800 0100 07000000 ${rest}`, errors);
      expect(value, why).toEqual({ number: 7, '#rest': fromHexText(rest!) });
      expect(errors.map(({ offset }) => offset)).toEqual([8]);
      expect(write(set, value)).toBe(`0800010007000000${rest!.replaceAll(' ', '')}`);
      expect(write(set, toJson(value))).toBe(`0800010007000000${rest!.replaceAll(' ', '')}`);
    }
  });

  test('takes the last attribute without the padding behind it', () => {
    expect(read(set, '0500 0900 01')).toEqual({ raw: Uint8Array.of(1) });
  });

  test('any bytes are read without loss of an attribute, and nothing but WireErrors is noted', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(10), fc.nat(24)), { maxLength: 6 }),
        (tail, heads) => {
          const sink = new Sink();
          for (const [number, length] of heads) {
            const start = sink.reserve(4 + length);
            sink.view.setUint16(start, 4 + length, true);
            sink.view.setUint16(start + 2, number, true);
            sink.u8.set(tail.subarray(0, length), start + 4);
            sink.align(4);
          }
          sink.write(tail);
          const errors: WireError[] = [];
          const value = read(set, sink.bytes(), errors);
          expect(errors.every(error => error instanceof WireError)).toBe(true);
          const again = read(set, fromHexText(write(set, value)), []);
          expect(again).toEqual(value);
          void refused(() => read(set, sink.bytes()));
        },
      ),
    );
  });

  test('refuses what it does not know', () => {
    expect(refusal(() => write(set, { nubmer: 1 })).message).toBe(
      "there is no field 'nubmer'; did you mean 'number'?",
    );
    expect(refusal(() => write(set, { '#65536': '00' })).path).toBe('#65536');
    expect(refusal(() => write(set, { '#57': 5 })).path).toBe('#57');
    expect(refusal(() => write(set, { '#57': ['00', 'x'] })).path).toBe('#57');
    expect(refusal(() => write(set, { raw: new Uint8Array(0x10000) })).message).toContain('room for 65535');
    for (const value of [null, 5, 'text', [], { inner: null }, { inner: 5 }, { inner: [] }])
      refusal(() => write(set, value));
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), value => void refused(() => write(set, value))),
    );
  });

  test('leaves keys of somebody else alone', () => {
    const sink = new Sink();
    set.encode({ index: 5, number: 1 }, sink, { index: true });
    expect(sink.length).toBe(8);
  });

  test('declares a number once', () => {
    expect(() => attributes('TWO', { a: [1, u8], b: [1, u8] })).toThrow('TWO declares attribute 1 twice');
  });

  test('knows the constants of the kernel', () => {
    expect(set.constantOf('number')).toBe('TST_NUMBER');
    expect(set.constantOf('raw')).toBe('TST_OTHERWISE');
    expect(set.field(0x8005)?.name).toBe('inner');
    expect(set.field(99)).toBeUndefined();
  });
});
