import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { notEmpty, seconds } from '../../values.js';
import { addressOptions } from '../address-options.js';
import { talkOptions } from '../talk/options.js';
import { addressPositional } from './address-positional.js';
import { addressWords } from './address-words.js';

const actions = ['serve', 'put', 'get', 'ls', 'rm'] as const;
const { stream, dgram, seqpacket } = addressOptions;

export const fdstore = command({
  usage: 'fdstore <action> <store> [name] [file]',
  describe: 'keep descriptors by name, so that they survive who made them: serve, put, get, ls, rm',
  positionals: {
    action: { choices: actions, demandOption: true, describe: 'what to do' },
    store: { ...addressPositional.address, describe: 'where the holder listens: ours, or s6-fdholderd' },
    name: { type: 'string', describe: 'what the descriptor is called' },
    file: { type: 'string', describe: 'put: a file, opened for reading and writing' },
  },
  options: {
    listen: {
      type: 'string',
      requiresArg: true,
      describe: 'a socket that listens at this address',
      group: 'put:',
    },
    stream: { ...stream, group: 'put:' },
    dgram: { ...dgram, group: 'put:' },
    seqpacket: { ...seqpacket, group: 'put:' },
    fd: { type: 'number', requiresArg: true, describe: 'a descriptor that is open already', group: 'put:' },
    for: { type: 'number', requiresArg: true, describe: 'seconds that it is kept', group: 'put:' },
    replace: { type: 'boolean', describe: 'take the place of what has the name', group: 'put:' },
    take: { type: 'boolean', describe: 'have the holder forget it', group: 'get:' },
    exec: { ...talkOptions.exec, describe: 'a shell command that gets it as 3', group: 'get:' },
    everybody: { type: 'boolean', describe: 'serve every user, not only root and this one', group: 'serve:' },
    mode: talkOptions.mode,
    json: { ...talkOptions.json, describe: 'a JSON object a descriptor' },
  },
  completions: { store: addressWords },
  rest: 'CMD',
  examples: [
    ['$0 fdstore serve /run/fds &', 'a holder'],
    ['$0 fdstore put /run/fds web --listen /run/web.sock', 'a socket that outlives servers'],
    ['$0 fdstore get /run/fds web -- ./server', 'which get it as descriptor 3, LISTEN_FDS set'],
    ['$0 fdstore ls /run/fds', 'what is kept'],
  ],
  async understand(argv) {
    const { addressOf, modeOf, typeOf } = await import('../addresses.js');
    const { passedOf } = await import('../attachments.js');
    const { action, name, file, fd, listen, exec } = argv;
    const words = argv['--'] ?? [];
    const needsName = action === 'put' || action === 'get' || action === 'rm';
    if (needsName && (name === undefined || name === ''))
      throw new UsageError(`say the name: fdstore ${action} STORE NAME`);
    if (!needsName && name !== undefined)
      throw new UsageError(`fdstore ${action} takes no name, but ${name} is given`);
    const sources = [file, fd, listen].filter(source => source !== undefined);
    if (action === 'put' && sources.length !== 1)
      throw new UsageError('say what to put, one thing: FILE, --fd N or --listen ADDRESS');
    if (action !== 'put' && sources.length > 0) throw new UsageError(`fdstore ${action} puts nothing`);
    if (action !== 'get' && (exec !== undefined || words.length > 0))
      throw new UsageError(`fdstore ${action} runs nothing: get does`);
    if (exec !== undefined && words.length > 0) throw new UsageError('--exec and -- CMD exclude each other');
    if (fd !== undefined && !(Number.isInteger(fd) && fd >= 0))
      throw new UsageError('--fd takes the number of a descriptor');
    const readWrite = 2;
    return {
      action: action as (typeof actions)[number],
      store: addressOf(argv.store),
      name,
      passed:
        fd !== undefined
          ? passedOf([String(fd)])
          : file === undefined
            ? []
            : [{ path: file, flags: readWrite }],
      listen: listen === undefined ? undefined : { address: addressOf(listen), type: typeOf(argv) },
      mode: modeOf(argv.mode),
      for: seconds('--for', argv.for),
      take: argv.take ?? false,
      replace: argv.replace ?? false,
      exec: notEmpty('--exec', exec),
      command: words,
      json: argv.json ?? false,
      everybody: argv.everybody ?? false,
    };
  },
  run: async settings => (await import('../fdstore.js')).fdstore(settings),
});
