import {
  arrayOf,
  be16,
  be32,
  bitFlags,
  bits,
  bytes,
  type Item,
  type ItemTypes,
  itemList,
  names,
  struct,
  toHex,
  u8,
} from '../wire/index.js';
import { type InputOf, protocol } from './protocol.js';
import { field } from './protocol-fields.js';

/** The control bits (RFC 9293 3.1; `ae` is RFC 9768's). */
export const tcpFlags = names('TCP', {
  fin: 1,
  syn: 2,
  rst: 4,
  psh: 8,
  ack: 16,
  urg: 32,
  ece: 64,
  cwr: 128,
  ae: 256,
});

const optionTypes = {
  end: [0],
  nop: [1],
  mss: [2, be16],
  windowScale: [3, u8],
  sackPermitted: [4],
  sack: [5, arrayOf(struct({ left: be32, right: be32 }))],
  timestamp: [8, struct({ value: be32, echo: be32 })],
  md5: [19],
  userTimeout: [28, be16],
  authentication: [29],
  multipath: [30],
  fastOpen: [34, bytes],
  experiment1: [253],
  experiment2: [254],
} as const satisfies ItemTypes;

/** Options of a TCP header (RFC 9293 3.2; IANA). */
export const tcpOptions = itemList('TCPOPT', { type: u8, length: u8, single: [1], end: 0 }, optionTypes);

/** A TCP header (RFC 9293 3.1). `dataOffset` counts words of four bytes. */
export const tcp = protocol({
  name: 'tcp',
  header: struct({
    srcPort: be16,
    dstPort: be16,
    seq: be32,
    ack: be32,
    control: bits(be16, { dataOffset: 4, reserved: 3, flags: bitFlags(9, tcpFlags) }),
    window: be16,
    checksum: be16,
    urgentPointer: be16,
  }),
  body: { options: field(tcpOptions, ({ dataOffset }) => 4 * dataOffset - 20, 4) },
  defaults: { flags: ['syn'], window: 64240, options: [] },
  compute: { dataOffset: ({ start, payloadStart }) => (payloadStart - start) / 4 },
  checksum: { at: 16, pseudoHeader: true },
  malformed: ({ dataOffset }) =>
    dataOffset < 5 ? `a header of ${4 * dataOffset} bytes; 20 is the least` : undefined,
  line: ({ flags, seq, ack, window, urgentPointer, options }, { payloadLength }) => {
    const range = payloadLength > 0 ? `:${(seq + payloadLength) >>> 0}` : '';
    const parts = [`Flags [${flagLetters(flags)}]`];
    if (payloadLength > 0 || ['syn', 'fin', 'rst'].some(flag => flags.includes(flag)))
      parts.push(`seq ${seq}${range}`);
    if (flags.includes('ack')) parts.push(`ack ${ack}`);
    parts.push(`win ${window}`);
    if (flags.includes('urg')) parts.push(`urg ${urgentPointer}`);
    if (options.length > 0) parts.push(`options [${options.map(optionText).join(',')}]`);
    return `${parts.join(', ')}, length ${payloadLength}`;
  },
});

export type TcpInput = InputOf<typeof tcp>;

const letters = { fin: 'F', syn: 'S', rst: 'R', psh: 'P', ack: '.', urg: 'U', ece: 'E', cwr: 'W', ae: 'e' };

function flagLetters(flags: readonly (string | number)[]): string {
  if (flags.length === 0) return 'none';
  // tcpdump has the acknowledgement behind the first four.
  return Object.entries(letters)
    .filter(([name]) => flags.includes(name))
    .map(([, letter]) => letter)
    .join('');
}

/** An option as tcpdump tells of it. */
function optionText(option: Item<typeof optionTypes>): string {
  switch (option.type) {
    case 'end':
      return 'eol';
    case 'mss':
      return `mss ${option.value}`;
    case 'windowScale':
      return `wscale ${option.value}`;
    case 'sackPermitted':
      return 'sackOK';
    case 'sack': {
      const blocks = option.value.map(({ left, right }) => `{${left}:${right}}`).join('');
      return `sack ${option.value.length} ${blocks}`;
    }
    case 'timestamp':
      return `TS val ${option.value.value} ecr ${option.value.echo}`;
    case 'fastOpen':
      return option.value.length === 0 ? 'tfo  cookiereq' : `tfo  cookie ${toHex(option.value)}`;
    case 'nop':
      return 'nop';
    default:
      return typeof option.type === 'number' ? `unknown-${option.type}` : option.type;
  }
}
