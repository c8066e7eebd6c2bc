import type { Wide } from '../../../wire/index.js';
import type { Display } from './display.js';
import { humanText } from './human-text.js';

/** A head and the counter below it. */
export type Column = readonly [head: string, value: Wide];

/** The widths that the columns have at least. */
const least: readonly number[] = ['*X: bytes', 'packets', 'errors', 'dropped', 'overrun'].map(
  ({ length }) => length,
);

/** Received and sent, each a line of heads and one of counters, without the end of the last. */
export function columnsText(received: readonly Column[], sent: readonly Column[], display: Display): string {
  const widths = least.map((width, i) => {
    if (display.human) return width;
    const counters = [received[i], sent[i]].map(column => String(column?.[1] ?? 0).length);
    return Math.max(width, ...counters);
  });
  const [first, ...others] = widths as [number, ...number[]];
  const direction = (word: string, columns: readonly Column[]): string => {
    const heads = columns.map(([head], i) => ` ${head.padStart(i === 0 ? first - 4 : others[i - 1]!)}`);
    const counters = columns.map(([, value], i) => `${humanText(value, display).padStart(widths[i]!)} `);
    return `    ${word}:${heads.join('')}\n    ${counters.join('')}`;
  };
  return `${direction('RX', received)}\n${direction('TX', sent)}`;
}
