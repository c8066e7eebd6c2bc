import { command } from '../command.js';
import { commonOptions } from '../options.js';

export const explain = command({
  usage: 'explain [input...]',
  describe: 'netlink messages byte by byte: hexadecimal, or a file of messages, strace, pcap or rtmon',
  positionals: {
    input: { describe: 'hexadecimal, a file, or - for standard input', type: 'string', array: true },
  },
  options: { json: { ...commonOptions.json, describe: 'a JSON object a message' } },
  async run({ input, json }) {
    await (await import('./explain.js')).explainInput(input ?? [], json ?? false);
  },
});
