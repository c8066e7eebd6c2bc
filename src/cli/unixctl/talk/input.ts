import type { Readable } from 'node:stream';

/** Standard input by what one read gives. */
export async function* chunksOf(input: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of input) yield chunk as Buffer;
}

const newline = 0x0a;

/** Standard input by lines, without their newline; what follows the last one is a line too. */
export async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let at = rest.indexOf(newline); at !== -1; at = rest.indexOf(newline, start)) {
      yield rest.subarray(start, at);
      start = at + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

/** An input that several read one after the other: what comes when one has ended waits for the next. */
export class SharedInput {
  readonly #input: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  #next: Promise<IteratorResult<Buffer>> | undefined;

  constructor(input: Readable) {
    this.#input = input;
    this.#chunks = chunksOf(input);
  }

  /** Chunks from now on, until the input or `signal` ends. */
  async *until(signal: AbortSignal): AsyncGenerator<Buffer> {
    const over = new Promise<undefined>(resolve => {
      if (signal.aborted) resolve(undefined);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    for (;;) {
      this.#next ??= this.#chunks.next();
      const result = await Promise.race([this.#next, over]);
      if (signal.aborted || result === undefined || result.done) return;
      this.#next = undefined;
      yield result.value;
    }
  }

  /** Nobody reads any more. */
  close(): void {
    this.#next?.catch(() => {});
    this.#input.destroy();
  }
}
