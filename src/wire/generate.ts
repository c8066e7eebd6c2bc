import type { Code } from './type.js';

/**
 * A function of generated JavaScript: `write` returns the statements of its body and may bind values to identifiers.
 * Undefined where code generation from strings is forbidden (node --disallow-code-generation-from-strings).
 */
export function generate(
  parameters: readonly string[],
  write: (code: Code) => string,
): ((...given: any[]) => any) | undefined {
  const bound: unknown[] = [];
  const body = write({
    bind(value: unknown): string {
      const known = bound.indexOf(value);
      return `c${known === -1 ? bound.push(value) - 1 : known}`;
    },
  });
  const source = `'use strict'; return function (${parameters.join(', ')}) { ${body} };`;
  try {
    return new Function(...bound.map((_, i) => `c${i}`), source)(...bound);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
