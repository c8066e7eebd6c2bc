/** Arrays of up to so many bytes stand on V8's heap, where copying one by one is faster than the call of slice. */
const fewBytes = 64;

/**
 * Bytes to decode from, seen three ways. Made once for a receive buffer and used for every message
 * in it, so that decoding allocates only its results. Offsets are in bytes from the window's start.
 */
export class Window {
  readonly u8: Uint8Array;
  readonly view: DataView;
  /** The same bytes as 32-bit words of the host's byte order; word n is bytes 4n to 4n+3. */
  readonly words: Int32Array;

  /** Bytes that do not start on a multiple of four are copied to a place that does. */
  constructor(bytes: Uint8Array) {
    // A plain Uint8Array, also of a Buffer: what is copied out of it is one too.
    const aligned = bytes.byteOffset % 4 === 0;
    const u8 = aligned ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : new Uint8Array(bytes);
    this.u8 = u8;
    this.view = new DataView(u8.buffer, u8.byteOffset, u8.byteLength);
    this.words = new Int32Array(u8.buffer, u8.byteOffset, u8.byteLength >> 2);
  }

  /** A copy of the bytes from `start` to `end`: nothing decoded aliases a receive buffer. */
  copy(start: number, end: number): Uint8Array {
    const size = end - start;
    if (!(size > 0 && size <= fewBytes && end <= this.u8.length)) return this.u8.slice(start, end);
    const bytes = new Uint8Array(size);
    for (let i = 0; i < size; i++) bytes[i] = this.u8[start + i]!;
    return bytes;
  }
}
