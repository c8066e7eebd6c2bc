import { report } from './errors.js';

/** Characters that are gathered before they are written. */
const enough = 64 * 1024;

/**
 * Standard output for lines. Written by the bufferful, and whole at every flush. A reader that closed the pipe has what
 * it wanted: the process then ends silently with 0. Where nothing can be written any more, it ends with a line that
 * says why.
 */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  #text = '';

  constructor(command: string, stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? 0 : report(command, error));
    });
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= enough) this.flush();
  }

  flush(): void {
    if (this.#text === '') return;
    const text = this.#text;
    this.#text = '';
    this.#stream.write(text);
  }
}
