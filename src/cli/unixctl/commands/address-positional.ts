/** The address of commands that take one. */
export const addressPositional = {
  address: {
    type: 'string',
    demandOption: true,
    describe: 'a path, or @ and an abstract name; \\xHH is a byte',
  },
} as const;
