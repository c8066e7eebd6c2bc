import { constants as files } from 'node:fs';
import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { seconds } from '../../values.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

const { O_RDONLY, O_RDWR, O_CREAT, O_APPEND, O_WRONLY } = files;

export const sendFd = command({
  usage: 'send-fd <address> [file...]',
  describe: 'pass open files and descriptors to another process',
  positionals: {
    ...addressPositional,
    file: { type: 'string', array: true, describe: 'files to open, for reading unless told otherwise' },
  },
  options: {
    ...addressOptions,
    fd: {
      type: 'number',
      array: true,
      nargs: 1,
      describe: 'a descriptor that is open already',
      group: 'What:',
    },
    write: {
      type: 'boolean',
      describe: 'open for reading and writing, and make what is not there',
      group: 'What:',
    },
    append: { type: 'boolean', describe: 'open for appending, and make what is not there', group: 'What:' },
    data: { type: 'string', requiresArg: true, describe: 'the message that goes along; a NUL unless given' },
    listen: { type: 'boolean', describe: 'wait for a receiver, do not connect to one' },
    mode: talkOptions.mode,
    timeout: talkOptions.timeout,
  },
  completions: { address: addressWords },
  examples: [
    ['$0 send-fd /tmp/s /etc/hostname', 'a file'],
    ['$0 send-fd @s --fd 0', 'our standard input'],
  ],
  async understand(argv) {
    const { addressOf, modeOf, typeOf } = await import('../addresses.js');
    const { passedOf } = await import('../attachments.js');
    if (argv.write && argv.append) throw new UsageError('--write and --append exclude each other');
    const flags = argv.write ? O_RDWR | O_CREAT : argv.append ? O_WRONLY | O_APPEND | O_CREAT : O_RDONLY;
    const files = (argv.file ?? []).map(path => ({ path, flags }));
    const passed = [...files, ...passedOf(argv.fd?.map(descriptor), flags)];
    if (passed.length === 0) throw new UsageError('say what to pass: FILE, or --fd N');
    const type = typeOf(argv);
    if (argv.data === '' && type === 'stream')
      throw new UsageError('a stream passes descriptors with a byte at least');
    return {
      address: addressOf(argv.address, argv),
      type,
      mode: modeOf(argv.mode),
      passed,
      listen: argv.listen ?? false,
      data: argv.data ?? '\0',
      timeout: seconds('--timeout', argv.timeout),
    };
  },
  run: async settings => (await import('../pass-fd.js')).sendFd(settings),
});

function descriptor(fd: number): string {
  if (Number.isInteger(fd) && fd >= 0) return String(fd);
  throw new UsageError('--fd takes the number of a descriptor');
}
