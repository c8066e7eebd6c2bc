/** What stands with every address, as yargs declares it. */
export const addressOptions = {
  stream: { type: 'boolean', describe: 'a stream (default)', group: 'Type:' },
  dgram: { type: 'boolean', describe: 'datagrams', group: 'Type:' },
  seqpacket: { type: 'boolean', describe: 'sequenced packets', group: 'Type:' },
  padded: {
    type: 'boolean',
    describe: 'fill an abstract name with NULs, as programs do that do not count',
    group: 'Type:',
  },
} as const;

export interface AddressArguments {
  readonly stream?: boolean | undefined;
  readonly dgram?: boolean | undefined;
  readonly seqpacket?: boolean | undefined;
  readonly padded?: boolean | undefined;
}
