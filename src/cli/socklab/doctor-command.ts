import { command } from '../command.js';

export const doctor = command({
  usage: 'doctor',
  describe: 'what this machine allows, and what to do where it does not',
  options: { json: { alias: 'j', type: 'boolean', describe: 'a JSON object a line' } },
  async run({ json }) {
    (await import('./doctor.js')).doctor(json ?? false);
  },
});
