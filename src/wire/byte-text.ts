import { shown, WireError } from './error.js';
import type { Sink } from './sink.js';
import type { Type } from './type.js';
import type { Window } from './window.js';

function read(window: Window, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(window.u8[at]!);
  return text;
}

function write(value: string, sink: Sink): number {
  if (typeof value !== 'string') throw new WireError(`${shown(value)} is not text`);
  const start = sink.reserve(value.length);
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i);
    if (byte > 0xff) throw new WireError(`'${value[i]}' in '${value}' does not fit into a byte (ISO 8859-1)`);
    sink.u8[start + i] = byte;
  }
  return value.length;
}

/** Text of protocols that know bytes alone: a character a byte (ISO 8859-1), so that any bytes come back. */
export const byteText: Type<string> = {
  kind: 'string',
  size: undefined,
  decode: read,
  encode: (value, sink) => {
    write(value, sink);
  },
};

/** The same with a NUL behind it, which ends it. A WireError where there is none. */
export const byteTextNul: Type<string> = {
  kind: 'string',
  size: undefined,
  decode(window, start, end) {
    if (start === end || window.u8[end - 1] !== 0) throw new WireError('text without a NUL behind it', end);
    return read(window, start, end - 1);
  },
  encode(value, sink) {
    write(value, sink);
    sink.reserve(1);
  },
};

/** The same in a field of `size` bytes that NULs fill up. */
export function fixedByteText(size: number): Type<string> & { size: number } {
  return {
    kind: 'string',
    size,
    decode(window, start, end) {
      let stop = end;
      while (stop > start && window.u8[stop - 1] === 0) stop--;
      return read(window, start, stop);
    },
    encode(value, sink) {
      const written = write(value, sink);
      if (written > size) throw new WireError(`'${value}' is longer than ${size} bytes`);
      sink.reserve(size - written);
    },
  };
}
