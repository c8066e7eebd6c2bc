/** Options that commands have in common, as yargs declares them. */
export const commonOptions = {
  json: { alias: 'j', type: 'boolean', describe: 'a JSON object a line' },
  netns: {
    type: 'string',
    describe: 'in this network namespace: a name, a process number, a path',
    requiresArg: true,
  },
  sandbox: { type: 'boolean', describe: 'run in a user and network namespace of its own, without root' },
} as const;
