import { type Paint, plain } from './colors.js';

/** How much of an object is printed, and in which form: the display options of ip(8), tc(8) and bridge(8). */
export interface Display {
  /** `-d`: everything that is known about it. */
  readonly details: boolean;
  /** `-s`: 1 for counters, 2 (given twice) for every kind of error too. */
  readonly statistics: number;
  /** `-o`: a line an object. Formats print their lines; who writes them joins them (`oneLine`). */
  readonly oneline: boolean;
  /** `-h`: numbers with K, M, G, … */
  readonly human: boolean;
  /** `--iec`: these are powers of 1024. */
  readonly iec: boolean;
  /** `-br`: name, state and addresses, in columns. */
  readonly brief: boolean;
  /** `-N`: numbers where /etc/iproute2 has names. Formats get names without entries, and need not look at this. */
  readonly numeric: boolean;
  /** `-r`: names of hosts for addresses. */
  readonly resolve: boolean;
  /** `-p`: JSON over many lines. */
  readonly pretty: boolean;
  /** Puts a part of the text into ip's colour for what it is; as it is without `-c`. */
  readonly paint: Paint;
}

/** What is printed when no option says otherwise. */
export const plainDisplay: Display = {
  details: false,
  statistics: 0,
  oneline: false,
  human: false,
  iec: false,
  brief: false,
  numeric: false,
  resolve: false,
  pretty: false,
  paint: plain,
};

/** An object's lines as the one that `ip -o` makes of them. */
export function oneLine(text: string): string {
  const end = text.length - 1;
  return text.indexOf('\n') >= end ? text : `${text.slice(0, end).replaceAll('\n', '\\')}\n`;
}
