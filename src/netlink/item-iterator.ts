/** Objects one by one, from iterating over batches of them. */
export class ItemIterator<T> implements AsyncIterator<T, void, undefined> {
  readonly #batches: AsyncGenerator<T[], void, undefined>;
  #batch: T[] = [];
  #next = 0;
  /** The last step that had to wait: steps asked for meanwhile come after it. */
  #waiting: Promise<unknown> | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(batches: AsyncGenerator<T[], void, undefined>, signal: AbortSignal | undefined) {
    this.#batches = batches;
    this.#signal = signal;
  }

  next(): Promise<IteratorResult<T, void>> {
    if (this.#waiting === undefined && this.#next < this.#batch.length && !this.#signal?.aborted) {
      return Promise.resolve({ done: false, value: this.#batch[this.#next++]! });
    }
    const step = (this.#waiting ?? Promise.resolve()).then(() => this.#step());
    const settled = step.then(
      () => {},
      () => {},
    );
    this.#waiting = settled;
    void settled.then(() => {
      if (this.#waiting === settled) this.#waiting = undefined;
    });
    return step;
  }

  async #step(): Promise<IteratorResult<T, void>> {
    if (this.#next < this.#batch.length && this.#signal?.aborted) {
      await this.return();
      throw this.#signal.reason;
    }
    if (this.#next >= this.#batch.length) {
      const { done, value } = await this.#batches.next();
      if (done) return { done: true, value: undefined };
      this.#batch = value;
      this.#next = 0;
    }
    return { done: false, value: this.#batch[this.#next++]! };
  }

  async return(): Promise<IteratorResult<T, void>> {
    this.#batch = [];
    this.#next = 0;
    await this.#batches.return();
    return { done: true, value: undefined };
  }
}
