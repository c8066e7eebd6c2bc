import { littleEndian } from './endianness.js';
import { shown, WireError } from './error.js';
import type { Integer } from './integer.js';
import { unknownField } from './struct.js';
import { expectObject, type Type } from './type.js';

export type BitFieldWidths = Readonly<Record<string, number>>;

export type BitFieldValues<W extends BitFieldWidths> = { -readonly [K in keyof W]: number };

/**
 * C's bit-fields in one integer, `{ len: 12, layer: 4 }`: an object of numbers. Compilers begin with the lowest bits where
 * bytes are little-endian and with the highest elsewhere, and so does this.
 */
export function bitFields<const W extends BitFieldWidths>(
  integer: Integer,
  widths: W,
): Type<BitFieldValues<W>, { readonly [K in keyof W]?: number | undefined }> & { size: number } {
  const bits = integer.size * 8;
  const places: { name: string; shift: number; most: number }[] = [];
  let used = 0;
  for (const [name, width] of Object.entries(widths)) {
    places.push({ name, shift: littleEndian ? used : bits - used - width, most: 2 ** width - 1 });
    used += width;
  }
  if (used !== bits) throw new TypeError(`${used} bits are declared in an integer of ${bits}`);
  const names = Object.keys(widths);
  return {
    kind: integer.kind,
    size: integer.size,
    decode(window, start, end) {
      const whole = integer.decode(window, start, end);
      const value: Record<string, number> = {};
      for (const { name, shift, most } of places) value[name] = (whole >>> shift) & most;
      return value as BitFieldValues<W>;
    },
    encode(value, sink) {
      expectObject(value);
      for (const name in value) if (!names.includes(name)) throw unknownField(name, names);
      let whole = 0;
      for (const { name, shift, most } of places) {
        const given = (value as Record<string, number | undefined>)[name] ?? 0;
        if (!(Number.isInteger(given) && given >= 0 && given <= most))
          throw new WireError(`${shown(given)} is not a whole number from 0 to ${most}`).within(name);
        whole |= given << shift;
      }
      integer.encode(whole >>> 0, sink);
    },
  };
}
