/** Escape sequences of a terminal; empty where colour is not wanted. */
export interface Styles {
  readonly bold: string;
  readonly dim: string;
  readonly red: string;
  readonly plain: string;
}

/** The styles for a stream: none unless it is a terminal with colours, and none with NO_COLOR. */
export function styles(stream: NodeJS.WriteStream = process.stdout): Styles {
  const coloured = stream.isTTY && stream.hasColors() && !process.env.NO_COLOR;
  return coloured
    ? { bold: '\x1b[1m', dim: '\x1b[2m', red: '\x1b[31m', plain: '\x1b[0m' }
    : { bold: '', dim: '', red: '', plain: '' };
}
