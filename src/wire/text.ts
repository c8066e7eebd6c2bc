import { shown, WireError } from './error.js';
import type { Sink } from './sink.js';
import type { Type } from './type.js';
import type { Window } from './window.js';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function read(window: Window, start: number, end: number): string {
  const { u8 } = window;
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = u8[at]!;
    if (byte === 0) {
      for (let rest = at + 1; rest < end; rest++) {
        if (u8[rest] !== 0) throw new WireError('text with a NUL inside', at);
      }
      return text;
    }
    if (byte >= 0x80) return readUtf8(window, start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

function readUtf8(window: Window, start: number, end: number): string {
  const { u8 } = window;
  const nul = u8.subarray(start, end).indexOf(0);
  const stop = nul === -1 ? end : start + nul;
  for (let rest = stop; rest < end; rest++) {
    if (u8[rest] !== 0) throw new WireError('text with a NUL inside', stop);
  }
  try {
    return decoder.decode(u8.subarray(start, stop));
  } catch {
    throw new WireError('text that is not UTF-8', start);
  }
}

function encoded(value: string): Uint8Array {
  if (typeof value !== 'string') throw new WireError(`${shown(value)} is not text`);
  if (value.includes('\0')) throw new WireError('text with a NUL inside');
  if (/\p{Surrogate}/u.test(value))
    throw new WireError('text with half of a surrogate pair has no UTF-8 form');
  return encoder.encode(value);
}

/**
 * Text with a NUL behind it, as the kernel writes names. Programs that leave the NUL out, or fill a
 * field of fixed size with them, are understood; text that is not UTF-8 is a WireError.
 */
export const text: Type<string> = {
  kind: 'string',
  size: undefined,
  decode: read,
  encode(value: string, sink: Sink): void {
    sink.write(encoded(value));
    sink.reserve(1);
  },
};

/** Text in a field of `size` bytes, the rest NUL. */
export function fixedText(size: number): Type<string> & { size: number } {
  return {
    kind: 'string',
    size,
    decode: read,
    encode(value: string, sink: Sink): void {
      const bytes = encoded(value);
      if (bytes.length > size) throw new WireError(`'${value}' is longer than ${size} bytes`);
      const start = sink.reserve(size);
      sink.u8.set(bytes, start);
    },
  };
}
