/** Characters that are gathered before they are written. */
const enough = 64 * 1024;

/**
 * Standard output for lines. Written by the bufferful, and whole at every flush. A reader that closed the pipe has what
 * it wanted: the process then ends silently with 0.
 */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  #text = '';

  constructor(stream: NodeJS.WriteStream = process.stdout) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
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
