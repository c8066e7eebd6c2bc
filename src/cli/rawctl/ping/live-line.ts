/** A last line on a terminal that shows the latest round trips as bars, while other lines scroll above it. */

const bars = [...'▁▂▃▄▅▆▇█'];
const clear = '\r\x1b[K';

/** Round trips as bars between the least and the greatest; `×` for one that is lost. */
export function sparkline(times: readonly (number | undefined)[]): string {
  const known = times.filter(time => time !== undefined);
  const least = Math.min(...known);
  const range = Math.max(...known) - least;
  return times
    .map(time => {
      if (time === undefined) return '×';
      return bars[
        range === 0 ? 0 : Math.min(bars.length - 1, Math.floor(((time - least) / range) * bars.length))
      ];
    })
    .join('');
}

export class LiveLine {
  readonly #width: () => number;
  readonly #times: (number | undefined)[] = [];

  constructor(width: () => number) {
    this.#width = width;
  }

  add(time: number | undefined): void {
    this.#times.push(time);
    if (this.#times.length > 500) this.#times.shift();
  }

  /** What to write before other lines. */
  get cleared(): string {
    return this.#times.length === 0 ? '' : clear;
  }

  /** What to write after them: the line, without a line's end. */
  get drawn(): string {
    if (this.#times.length === 0) return '';
    const known = this.#times.filter(time => time !== undefined);
    const last = known.at(-1);
    const label = last === undefined ? ' no answer' : ` ${last.toFixed(3)} ms`;
    const room = Math.max(8, this.#width() - label.length - 1);
    return `${sparkline(this.#times.slice(-room))}${label}`;
  }
}
