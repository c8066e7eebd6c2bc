/** The latest probes to a host, up to as many as sequence numbers of 16 bits tell apart. */

const most = 0x10000;

/** What became of a probe. */
export const probeState = { sent: 0, answered: 1, failed: 2 } as const;

export class ProbeRing {
  readonly #first: number;
  #times = new Float64Array(1);
  #states = new Uint8Array(1);
  #next: number;

  /** @param first the sequence number of the first probe */
  constructor(first: number) {
    this.#first = first;
    this.#next = first;
  }

  /** The sequence number of the next probe. It goes on where the number on the wire begins again. */
  get next(): number {
    return this.#next;
  }

  /** Notes a probe that is sent at `time`. */
  add(time: number): void {
    const count = this.#next - this.#first;
    if (count === this.#times.length && count < most) this.#grow();
    const index = this.#index(this.#next++);
    this.#times[index] = time;
    this.#states[index] = probeState.sent;
  }

  /** The probe with this number on the wire; −1 when there was none, or too long ago. */
  find(wire: number): number {
    const last = this.#next - 1;
    const sequence = last - ((last - wire) & 0xffff);
    return sequence >= this.#first && sequence > last - this.#times.length ? sequence : -1;
  }

  /** When a probe was sent. */
  time(sequence: number): number {
    return this.#times[this.#index(sequence)]!;
  }

  state(sequence: number): number {
    return this.#states[this.#index(sequence)]!;
  }

  setState(sequence: number, state: number): void {
    this.#states[this.#index(sequence)] = state;
  }

  #index(sequence: number): number {
    return (sequence - this.#first) & (this.#times.length - 1);
  }

  #grow(): void {
    const times = new Float64Array(2 * this.#times.length);
    const states = new Uint8Array(times.length);
    times.set(this.#times);
    states.set(this.#states);
    this.#times = times;
    this.#states = states;
  }
}
