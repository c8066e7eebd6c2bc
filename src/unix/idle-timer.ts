/** A timeout that begins anew with every sign of life. */

export class IdleTimer {
  readonly #strike: () => void;
  #timer: NodeJS.Timeout | undefined;
  #milliseconds: number | undefined;

  constructor(strike: () => void) {
    this.#strike = strike;
  }

  get milliseconds(): number | undefined {
    return this.#milliseconds;
  }

  /** 0 ends it. Does not keep the process alive. */
  set(milliseconds: number): void {
    if (typeof milliseconds !== 'number' || !(milliseconds >= 0)) {
      throw new RangeError(`a timeout must be 0 or more milliseconds, not ${milliseconds}`);
    }
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#milliseconds = milliseconds === 0 ? undefined : milliseconds;
    if (milliseconds !== 0) this.#timer = setTimeout(this.#strike, milliseconds).unref();
  }

  touch(): void {
    this.#timer?.refresh();
  }
}
