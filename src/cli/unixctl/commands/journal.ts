import { command } from '../../command.js';
import { UsageError } from '../../errors.js';

export const journal = command({
  usage: 'journal [word...]',
  describe: 'write entries to the journal, by its native protocol',
  positionals: {
    word: {
      type: 'string',
      array: true,
      describe: 'the message and FIELD=VALUE; lines of standard input without',
    },
  },
  options: {
    priority: { alias: 'p', type: 'string', requiresArg: true, describe: 'emerg … debug, or 0 to 7' },
    identifier: { alias: 't', type: 'string', requiresArg: true, describe: 'who writes (SYSLOG_IDENTIFIER)' },
    socket: { type: 'string', requiresArg: true, describe: 'another socket than that of the journal' },
  },
  examples: [["$0 journal -p err 'disk is full' DISK=sda", 'an entry with a field of its own']],
  async understand(argv) {
    const { addressOf } = await import('../addresses.js');
    const { levelNumber } = await import('../syslog-priority.js');
    const fields: Record<string, string | string[]> = {};
    const messages: string[] = [];
    for (const word of argv.word ?? []) {
      const field = /^([A-Z][A-Z0-9_]{0,63})=([\s\S]*)$/.exec(word);
      if (field === null) messages.push(word);
      else {
        const [, name, value] = field;
        const before = fields[name!];
        fields[name!] = before === undefined ? value! : [before, value!].flat();
      }
    }
    if (messages.length > 1)
      throw new UsageError(
        `one message, not ${messages.length}: quote it, and write fields as FIELD=VALUE in capitals`,
      );
    if (argv.priority !== undefined) fields.PRIORITY = String(levelNumber(argv.priority));
    if (argv.identifier !== undefined) fields.SYSLOG_IDENTIFIER = argv.identifier;
    return {
      fields,
      message: messages[0],
      socket: argv.socket === undefined ? undefined : addressOf(argv.socket),
    };
  },
  run: async settings => (await import('../journal.js')).writeEntries(settings),
});
