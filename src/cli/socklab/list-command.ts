import { command } from '../command.js';

export const list = command({
  usage: 'list [topic]',
  describe: 'the claims of the lectures, by topic',
  positionals: { topic: { type: 'string', describe: 'of this topic alone: RAW, UNIX, NL, …' } },
  options: { json: { alias: 'j', type: 'boolean', describe: 'a JSON object a line' } },
  completions: { topic: async () => (await import('./words.js')).topicWords() },
  async run({ topic, json }) {
    (await import('./list.js')).list(topic, json ?? false);
  },
});
