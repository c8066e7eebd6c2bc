/** Socket option values that are a C `int`. */

/** The four bytes of a C int, in the machine's byte order. */
export function encodeInt(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff) {
    throw new RangeError(`a socket option must be a whole number of 32 bits, not ${value}`);
  }
  return new Uint8Array(new Int32Array([value]).buffer);
}

/**
 * The C int at the start of `bytes`, in the machine's byte order. A shorter value (some options give
 * a single byte) counts as padded with zeros.
 */
export function decodeInt(bytes: Uint8Array): number {
  const word = new Int32Array(1);
  new Uint8Array(word.buffer).set(bytes.subarray(0, 4));
  return word[0]!;
}
