import type { Readable } from 'node:stream';

/** Standard input by what one read gives. */
export async function* chunksOf(input: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of input) yield chunk as Buffer;
}

const newline = 0x0a;

/** Standard input by lines, without their newline; what follows the last one is a line too. */
export async function* linesOf(input: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of input) {
    rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let at = rest.indexOf(newline); at !== -1; at = rest.indexOf(newline, start)) {
      yield rest.subarray(start, at);
      start = at + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}
