import { type Bits, bits } from './bits.js';
import { littleEndian } from './endianness.js';
import type { Integer } from './integer.js';
import { type Struct, struct } from './struct.js';

export type BitFieldWidths = Readonly<Record<string, number>>;

/**
 * C's bit-fields in one integer, `{ len: 12, layer: 4 }`: an object of numbers, for the kernel's structs. Compilers begin
 * with the lowest bits where bytes are little-endian and with the highest elsewhere, and so does this; `bits` has those that RFCs
 * draw, from the highest on everywhere.
 */
export function bitFields<const W extends BitFieldWidths>(
  integer: Integer,
  widths: W,
): Struct<{ fields: Bits<W> }> {
  const fields = Object.entries(widths);
  return struct({ fields: bits(integer, Object.fromEntries(littleEndian ? fields.reverse() : fields) as W) });
}
