/** Declarations of options, short. */

const aliased = (alias: string | undefined) => (alias === undefined ? {} : { alias });

/** An option with a number. */
export const number = (alias: string | undefined, describe: string, group: string) =>
  ({ ...aliased(alias), type: 'number', describe, requiresArg: true, group }) as const;

/** An option with a text. */
export const word = (alias: string | undefined, describe: string, group: string) =>
  ({ ...aliased(alias), type: 'string', describe, requiresArg: true, group }) as const;

/** An option without a value. */
export const flag = (alias: string | undefined, describe: string, group: string) =>
  ({ ...aliased(alias), type: 'boolean', describe, group }) as const;
