/** The options that make a selection, as yargs declares them. */
export const selectionOptions = {
  stream: { type: 'boolean', describe: 'streams', group: 'Which:' },
  dgram: { type: 'boolean', describe: 'datagram sockets', group: 'Which:' },
  seqpacket: { type: 'boolean', describe: 'sequenced packets', group: 'Which:' },
  listening: { alias: 'l', type: 'boolean', describe: 'that listen', group: 'Which:' },
  pid: { alias: 'p', type: 'number', describe: 'of this process', requiresArg: true, group: 'Which:' },
} as const;
