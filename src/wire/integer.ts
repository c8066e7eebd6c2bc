import { littleEndian } from './endianness.js';
import { shown, WireError } from './error.js';
import type { Sink } from './sink.js';
import { type Code, expectSize, type Place, type Type } from './type.js';
import type { Window } from './window.js';

type Getter = 'getUint8' | 'getInt8' | 'getUint16' | 'getInt16' | 'getUint32' | 'getInt32';
type Setter = 'setUint8' | 'setInt8' | 'setUint16' | 'setInt16' | 'setUint32' | 'setInt32';

/** An integer of up to 32 bits. */
export interface Integer extends Type<number> {
  readonly size: number;
}

function integer(kind: string, bits: 8 | 16 | 32, signed: boolean, little: boolean): Integer {
  const size = bits / 8;
  const min = signed ? -(2 ** (bits - 1)) : 0;
  const max = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const suffix = `${signed ? 'Int' : 'Uint'}${bits}`;
  const get = `get${suffix}` as Getter;
  const set = `set${suffix}` as Setter;
  return {
    kind,
    size,
    decode(window: Window, start: number, end: number): number {
      expectSize(start, end, size, kind);
      return window.view[get](start, little);
    },
    encode(value: number, sink: Sink): void {
      if (!(Number.isInteger(value) && value >= min && value <= max)) {
        throw new WireError(`${shown(value)} is not a whole number from ${min} to ${max} (${kind})`);
      }
      const start = sink.reserve(size);
      sink.view[set](start, value, little);
    },
    source(place: Place): string {
      const word = bits === 32 && little === littleEndian ? place.word(0) : undefined;
      if (word !== undefined) return signed ? word : `(${word} >>> 0)`;
      return bits === 8 && !signed ? `u8[${place.byte(0)}]` : `view.${get}(${place.byte(0)}, ${little})`;
    },
  };
}

export const u8: Integer = integer('u8', 8, false, littleEndian);
export const i8: Integer = integer('s8', 8, true, littleEndian);
export const u16: Integer = integer('u16', 16, false, littleEndian);
export const i16: Integer = integer('s16', 16, true, littleEndian);
export const u32: Integer = integer('u32', 32, false, littleEndian);
export const i32: Integer = integer('s32', 32, true, littleEndian);
/** Network byte order. */
export const be16: Integer = integer('be16', 16, false, false);
/** Network byte order. */
export const be32: Integer = integer('be32', 32, false, false);

/** A 64-bit number: a JavaScript number while that is exact, a bigint beyond 2^53. */
export type Wide = number | bigint;

/** An integer of 64 bits. Encoding takes decimal text too, which is how JSON holds what a number cannot. */
export interface WideInteger extends Type<Wide, Wide | string> {
  readonly size: 8;
}

function wideInteger(kind: string, signed: boolean, little: boolean): WideInteger {
  const [min, max] = signed ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
  const high = little ? 4 : 0;
  const low = little ? 0 : 4;
  function read(view: DataView, start: number): Wide {
    const upper = signed ? view.getInt32(start + high, little) : view.getUint32(start + high, little);
    if (upper < 0x20_0000 && upper >= -0x20_0000) {
      const value = upper * 0x1_0000_0000 + view.getUint32(start + low, little);
      if (value !== -(2 ** 53)) return value;
    }
    return signed ? view.getBigInt64(start, little) : view.getBigUint64(start, little);
  }
  return {
    kind,
    size: 8,
    decode(window: Window, start: number, end: number): Wide {
      expectSize(start, end, 8, kind);
      return read(window.view, start);
    },
    encode(given: Wide | string, sink: Sink): void {
      const value = typeof given === 'string' && /^-?\d+$/.test(given) ? BigInt(given) : given;
      if (typeof value !== 'bigint' && !Number.isSafeInteger(value)) {
        throw new WireError(`${shown(value)} is not a whole number that is exact (${kind}; use a bigint)`);
      }
      const wide = BigInt(value as Wide);
      if (wide < min || wide > max) throw new WireError(`${value} is not from ${min} to ${max} (${kind})`);
      const start = sink.reserve(8);
      if (signed) sink.view.setBigInt64(start, wide, little);
      else sink.view.setBigUint64(start, wide, little);
    },
    source(place: Place, _length: number, code: Code): string {
      return `${code.bind(read)}(view, ${place.byte(0)})`;
    },
  };
}

export const u64: WideInteger = wideInteger('u64', false, littleEndian);
export const i64: WideInteger = wideInteger('s64', true, littleEndian);
/** Network byte order. */
export const be64: WideInteger = wideInteger('be64', false, false);

/** An unsigned integer in four bytes, or in eight when it needs them (NLA_UINT, linux/netlink.h). */
export const uint: Type<Wide, Wide | string> = {
  kind: 'uint',
  size: undefined,
  decode(window: Window, start: number, end: number): Wide {
    return end - start === 4 ? u32.decode(window, start, end) : u64.decode(window, start, end);
  },
  encode(value: Wide | string, sink: Sink): void {
    const wide = typeof value === 'string' && /^\d+$/.test(value) ? BigInt(value) : value;
    const comparable = typeof wide === 'number' || typeof wide === 'bigint';
    if (comparable && wide <= 0xffff_ffff) u32.encode(Number(wide), sink);
    else u64.encode(wide, sink);
  },
};
