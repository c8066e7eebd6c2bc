/** A growing run of bytes to encode into. */
export class Sink {
  u8: Uint8Array;
  view: DataView;
  /** Bytes written so far. */
  length = 0;

  constructor(capacity = 256) {
    this.u8 = new Uint8Array(capacity);
    this.view = new DataView(this.u8.buffer);
  }

  /** Adds `size` zero bytes and returns the offset of the first. */
  reserve(size: number): number {
    const start = this.length;
    const end = start + size;
    if (end > this.u8.length) this.#grow(end);
    this.length = end;
    return start;
  }

  write(bytes: Uint8Array): void {
    const start = this.reserve(bytes.length);
    this.u8.set(bytes, start);
  }

  /** Has `work` write over what stands at `offset`; what is written afterwards goes to the end again. */
  at(offset: number, work: () => void): void {
    const { length } = this;
    this.length = offset;
    try {
      work();
    } finally {
      this.length = Math.max(length, this.length);
    }
  }

  /** Adds zero bytes up to the next multiple of `alignment`. */
  align(alignment: number): void {
    const over = this.length % alignment;
    if (over !== 0) this.reserve(alignment - over);
  }

  /** A copy of what was written from `start`. */
  bytes(start = 0): Uint8Array {
    return this.u8.slice(start, this.length);
  }

  /** Forgets what was written and keeps the memory. */
  clear(): void {
    this.u8.fill(0, 0, this.length);
    this.length = 0;
  }

  #grow(needed: number): void {
    let capacity = this.u8.length * 2;
    while (capacity < needed) capacity *= 2;
    const u8 = new Uint8Array(capacity);
    u8.set(this.u8.subarray(0, this.length));
    this.u8 = u8;
    this.view = new DataView(u8.buffer);
  }
}
