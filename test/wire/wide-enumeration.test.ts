import { describe, expect, test } from 'vitest';
import {
  be64,
  Sink,
  toHex,
  toJson,
  u64,
  type Wide,
  Window,
  wideEnumOf,
  wideNames,
} from '../../src/wire/index.js';

const names = wideNames('W', { small: 5n, large: 0x0080_c200_0100_0001n });
const type = wideEnumOf(be64, names);

const read = (hex: string) =>
  type.decode(new Window(new Uint8Array(Buffer.from(hex, 'hex'))), 0, hex.length / 2);

function written(value: Parameters<typeof type.encode>[0]): string {
  const sink = new Sink();
  type.encode(value, sink);
  return toHex(sink.bytes());
}

describe('names for numbers of 64 bits', () => {
  test.each<[string, string | Wide]>([
    ['0000000000000005', 'small'],
    ['0080c20001000001', 'large'],
    ['0000000000000006', 6],
    ['ffffffffffffffff', 2n ** 64n - 1n],
  ])('%s is %s, both ways and through JSON', (hex, value) => {
    expect(read(hex)).toBe(value);
    expect(written(value as 'small')).toBe(hex);
    expect(written(toJson(value) as 'small')).toBe(hex);
  });

  test('that there are not', () => {
    expect(() => written('lage' as 'large')).toThrow("'lage' is no W_ name: did you mean 'large'?");
    expect(() => written(2n ** 64n)).toThrow('is not from 0 to');
    expect(() => read('00')).toThrow('takes 8 bytes');
  });

  test('in the order of the host too', () => {
    const sink = new Sink();
    wideEnumOf(u64, names).encode('small', sink);
    expect(sink.view.getBigUint64(0, new Uint8Array(Uint16Array.of(1).buffer)[0] === 1)).toBe(5n);
  });
});
