import { command } from '../command.js';

export const programs = command({
  usage: 'programs',
  describe: "the lectures' 38 programs, and the commands that are them",
  async run() {
    (await import('./programs.js')).listPrograms();
  },
});
