import { command } from '../command.js';
import { commonOptions } from '../options.js';
import { namespaceOf } from '../values.js';

export const fields = command({
  usage: 'fields',
  describe:
    'what the kernel does with each field of a header that it is handed (IP_HDRINCL), observed on loopback',
  options: { json: commonOptions.json, netns: commonOptions.netns, sandbox: commonOptions.sandbox },
  examples: [['$0 fields --sandbox', 'the whole table, without root']],
  understand: ({ json, netns }) => ({ json, namespace: namespaceOf(netns) }),
  async run(settings) {
    await (await import('./fields.js')).fields(settings);
  },
});
