/** The same reason for many lines. */
export const all = (reason: string, lines: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(lines.map(line => [line, reason]));
