import { command } from '../../command.js';
import { notEmpty } from '../../values.js';

export const log = command({
  usage: 'log [word...]',
  describe: "send a message to the system's logger (/dev/log), as syslog(3) does",
  positionals: {
    word: { type: 'string', array: true, describe: 'the message; lines of standard input without' },
  },
  options: {
    priority: {
      alias: 'p',
      type: 'string',
      requiresArg: true,
      describe: 'FACILITY.LEVEL; user.notice unless given',
    },
    tag: { alias: 't', type: 'string', requiresArg: true, describe: "the program's name" },
    id: { alias: 'i', type: 'boolean', describe: 'with the number of this process' },
    socket: { type: 'string', requiresArg: true, describe: 'another address than /dev/log' },
  },
  examples: [['$0 log -p daemon.err -t backup it failed', 'one message']],
  async understand(argv) {
    const { addressOf } = await import('../addresses.js');
    const { priorityOf } = await import('../syslog-priority.js');
    return {
      ...priorityOf(argv.priority ?? 'user.notice'),
      socket: addressOf(argv.socket ?? '/dev/log'),
      tag: notEmpty('--tag', argv.tag) ?? process.env.USER ?? 'unixctl',
      pid: argv.id ? process.pid : undefined,
      message: argv.word === undefined || argv.word.length === 0 ? undefined : argv.word.join(' '),
    };
  },
  run: async settings => (await import('../log.js')).log(settings),
});
