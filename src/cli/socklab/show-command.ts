import { command } from '../command.js';

export const show = command({
  usage: 'show <id>',
  describe: 'an experiment: the claim, what is expected, what must turn the verdict, why',
  positionals: { id: { type: 'string', describe: 'as in NL-08', demandOption: true } },
  completions: { id: async () => (await import('./words.js')).experimentWords() },
  async run({ id }) {
    (await import('./show.js')).show(id as string);
  },
});
