import { WireError } from './error.js';
import type { Sink } from './sink.js';
import { expectSize, type Type } from './type.js';
import type { Window } from './window.js';

/** The two digits of each byte. */
export const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

/** Bytes as hexadecimal digits, two a byte, with `separator` between bytes. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += (i === 0 ? '' : separator) + hexPairs[bytes[i]!];
  return text;
}

/** The bytes that hexadecimal digits stand for; blanks and colons between pairs are passed over. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/[\s:]/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) {
    throw new WireError(`'${text}' is not bytes in hexadecimal: an even number of digits 0-9 a-f`);
  }
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Bytes as they are. Encoding takes hexadecimal text too, which is how JSON holds bytes. */
export const bytes: Type<Uint8Array, Uint8Array | string> = {
  kind: 'binary',
  size: undefined,
  decode(window: Window, start: number, end: number): Uint8Array {
    return window.copy(start, end);
  },
  encode(value: Uint8Array | string, sink: Sink): void {
    if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
      throw new WireError('bytes are a Uint8Array or hexadecimal text');
    }
    sink.write(typeof value === 'string' ? fromHex(value) : value);
  },
};

/** `size` bytes as they are. */
export function fixedBytes(size: number): Type<Uint8Array, Uint8Array | string> & { size: number } {
  return {
    kind: 'binary',
    size,
    decode(window: Window, start: number, end: number): Uint8Array {
      expectSize(start, end, size, 'the field');
      return window.copy(start, end);
    },
    encode(value: Uint8Array | string, sink: Sink): void {
      const start = sink.length;
      bytes.encode(value, sink);
      if (sink.length - start !== size)
        throw new WireError(`takes ${size} bytes, ${sink.length - start} given`);
    },
  };
}
