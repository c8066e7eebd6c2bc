/**
 * What yargs asserts by. It stands in for node:assert in the commands' bundles, which looks for the terminal's colours
 * when it is loaded.
 */
export function strictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${actual} is not ${expected}`);
}

export function notStrictEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `${actual} is not to be`);
}
