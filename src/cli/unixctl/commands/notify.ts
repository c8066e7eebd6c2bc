import type { Notification } from '../../../unix/systemd/index.js';
import { command } from '../../command.js';
import { UsageError } from '../../errors.js';
import { notEmpty, seconds, wholeNumber } from '../../values.js';
import { talkOptions } from '../talk/options.js';

const largestPid = 0x7fff_ffff;

export const notify = command({
  usage: 'notify [assignment...]',
  describe: 'tell the service manager how a service is (sd_notify)',
  positionals: {
    assignment: { type: 'string', array: true, describe: 'NAME=VALUE, such as X_ANSWER=42' },
  },
  options: {
    ready: { type: 'boolean', describe: 'it is ready', group: 'What:' },
    reloading: { type: 'boolean', describe: 'it reloads', group: 'What:' },
    stopping: { type: 'boolean', describe: 'it stops', group: 'What:' },
    status: { type: 'string', requiresArg: true, describe: 'a line for people', group: 'What:' },
    pid: {
      type: 'number',
      requiresArg: true,
      describe: 'its main process, in whose name this is',
      group: 'What:',
    },
    fd: { ...talkOptions.fd, describe: 'a descriptor to store, or a file', group: 'What:' },
    fdname: { type: 'string', requiresArg: true, describe: 'under which name', group: 'What:' },
    barrier: { type: 'boolean', describe: 'wait until all notifications are read', group: 'How:' },
    socket: {
      type: 'string',
      requiresArg: true,
      describe: 'where to; $NOTIFY_SOCKET unless given',
      group: 'How:',
    },
    timeout: { ...talkOptions.timeout, group: 'How:' },
  },
  examples: [
    ["$0 notify --ready --status 'serving'", 'in a script of a service'],
    ['$0 notify --fd 3 --fdname web', 'have a socket kept for the next start'],
  ],
  async understand(argv) {
    const { passedOf } = await import('../attachments.js');
    const passed = passedOf(argv.fd);
    if (argv.fdname !== undefined && passed.length === 0) throw new UsageError('--fdname needs --fd');
    const pid = wholeNumber('--pid', argv.pid, largestPid);
    const extra = assignments(argv.assignment ?? []);
    const notification: Notification = {
      ...(argv.ready ? { ready: true } : {}),
      ...(argv.reloading ? { reloading: true } : {}),
      ...(argv.stopping ? { stopping: true } : {}),
      ...(argv.status === undefined ? {} : { status: argv.status }),
      ...(pid === undefined ? {} : { mainPid: pid }),
      ...(passed.length > 0 ? { fdStore: true } : {}),
      ...(argv.fdname === undefined ? {} : { fdName: argv.fdname }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    };
    if (Object.keys(notification).length === 0 && !argv.barrier)
      throw new UsageError('say what to tell: --ready, --status TEXT, NAME=VALUE, …');
    return {
      notification,
      passed,
      socket: notEmpty('--socket', argv.socket),
      pid: process.geteuid!() === 0 ? pid : undefined,
      barrier: argv.barrier ?? false,
      timeout: seconds('--timeout', argv.timeout),
    };
  },
  run: async settings => (await import('../notify.js')).tellManager(settings),
});

function assignments(words: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const word of words) {
    const at = word.indexOf('=');
    if (at < 1) throw new UsageError(`'${word}' is no NAME=VALUE`);
    fields[word.slice(0, at)] = word.slice(at + 1);
  }
  return fields;
}
