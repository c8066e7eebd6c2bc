import type { FormatContext } from './format.js';

/** An address, or with -r the name of the host that has it. */
export function hostText(address: string, context: FormatContext): string {
  return context.hostName === undefined ? address : context.hostName(address);
}
