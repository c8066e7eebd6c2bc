import { report } from './errors.js';

/** Characters that are gathered before they are written. */
const enough = 64 * 1024;

/**
 * Has the process end when its output cannot be written any more: silently with 0 when the reader closed the pipe, for
 * then it has what it wanted, and otherwise with a line that says why.
 */
export function endWhenUnwritable(command: string, stream: NodeJS.WriteStream = process.stdout): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : report(command, error));
  });
}

/** Lines for standard output, written by the bufferful, and whole at every flush. */
export class Output {
  readonly #stream: Pick<NodeJS.WriteStream, 'write'>;
  #text = '';

  constructor(stream: Pick<NodeJS.WriteStream, 'write'> = process.stdout) {
    this.#stream = stream;
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
