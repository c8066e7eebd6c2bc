import { command } from '../command.js';

export const book = command({
  usage: 'book [folder]',
  describe: 'write the labs as a book: a chapter a topic, from what this kernel shows',
  positionals: { folder: { type: 'string', default: 'docs/labs', describe: 'where to write it' } },
  options: {
    check: { type: 'boolean', describe: 'write nothing; fail where the book is not what would be written' },
  },
  async run({ folder, check }) {
    return (await import('./book.js')).book(folder as string, check ?? false);
  },
});
