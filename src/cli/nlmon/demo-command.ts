import { command } from '../command.js';
import { inSandbox, runInSandbox } from '../sandbox.js';

export const demo = command({
  usage: 'demo',
  describe: 'a first look: changes in a network of its own, and the events that follow',
  async run() {
    if (!inSandbox) return runInSandbox('nlmon');
    await (await import('./demo.js')).demo();
    return undefined;
  },
});
