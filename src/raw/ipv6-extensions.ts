import {
  arrayOf,
  be16,
  be32,
  bits,
  bytes,
  enumOf,
  type ItemTypes,
  ipv6 as ipv6Address,
  itemList,
  names,
  Sink,
  struct,
  u8,
} from '../wire/index.js';
import { ipProtocols, ipv6Layers } from './ip-protocols.js';
import { protocol } from './protocol.js';
import { type Body, field, optional, type Seen } from './protocol-fields.js';

const optionTypes = {
  pad1: [0],
  padN: [1],
  tunnelLimit: [4, u8],
  /** 0: multicast listener discovery, 1: RSVP (RFC 2711). */
  routerAlert: [5, be16],
  calipso: [7],
  homeAddress: [201, ipv6Address],
  jumboPayload: [194, be32],
} as const satisfies ItemTypes;

/** Options of hop-by-hop and destination options headers (RFC 8200 4.2). */
export const ipv6Options = itemList(
  'IPV6_TLV',
  { type: u8, length: u8, valueOnly: true, single: [0] },
  optionTypes,
);

const carries = { field: 'nextHeader', layers: ipProtocols.numbers };
const next = ({ nextHeader }: Seen): string | undefined => ipv6Layers[nextHeader];

/** Options with what fills the header up to a multiple of eight bytes behind them. */
function padded({ options = [], length }: Seen): Record<string, unknown> {
  if (length !== undefined) return {};
  const sink = new Sink();
  ipv6Options.encode(options, sink);
  const missing = (8 - ((sink.length + 2) % 8)) % 8;
  if (missing === 0) return {};
  return {
    options: [
      ...options,
      missing === 1 ? { type: 'pad1' } : { type: 'padN', value: new Uint8Array(missing - 2) },
    ],
  };
}

function optionsHeader<const N extends string>(name: N, text: string) {
  return protocol({
    name,
    header: struct({ nextHeader: enumOf(u8, ipProtocols), length: u8 }),
    body: { options: field(ipv6Options, ({ length }) => 8 * length + 6) },
    defaults: { nextHeader: 'noNext' },
    carries,
    prepare: given => padded(given),
    compute: { length: ({ start, payloadStart }) => Math.ceil((payloadStart - start) / 8) - 1 },
    next,
    line: () => text,
  });
}

/** Options that every router looks at (RFC 8200 4.3). `length` counts units of eight bytes without the first. */
export const hopByHop = optionsHeader('hopByHop', 'HBH ');
/** Options for the destination (RFC 8200 4.6). */
export const destinationOptions = optionsHeader('destinationOptions', 'DSTOPT ');

const routingTypes = names('IPV6_SRCRT_TYPE', { source: 0, mobile: 2, rpl: 3, segments: 4 });

const hasAddresses = ({ type }: Seen): boolean => type === 'source' || type === 'mobile';
const hasSegments = ({ type }: Seen): boolean => type === 'segments';
const rest = ({ length }: Seen, start: number): number => 8 * length + 8 - start;

const routingBody = {
  reserved: optional(be32, hasAddresses),
  lastEntry: optional(u8, hasSegments),
  flags: optional(u8, hasSegments),
  tag: optional(be16, hasSegments),
  /** Routers to pass: of type `segments`, the last first. */
  addresses: optional(
    arrayOf(ipv6Address),
    layer => hasAddresses(layer) || hasSegments(layer),
    layer => (hasAddresses(layer) ? rest(layer, 8) : 16 * (layer.lastEntry + 1)),
  ),
  /** What else the header has: the options of a segment routing header, or all of a type that is not known. */
  data: optional(
    bytes,
    (layer, available) => (available === undefined ? layer.data !== undefined : dataSize(layer) > 0),
    dataSize,
  ),
} satisfies Body;

function dataSize(layer: Seen): number {
  if (hasAddresses(layer)) return 0;
  return hasSegments(layer) ? rest(layer, 8) - 16 * (layer.lastEntry + 1) : rest(layer, 4);
}

/** Routers to pass (RFC 8200 4.4), or segments (RFC 8754 2). */
export const routing = protocol({
  name: 'routing',
  header: struct({
    nextHeader: enumOf(u8, ipProtocols),
    length: u8,
    type: enumOf(u8, routingTypes),
    segmentsLeft: u8,
  }),
  body: routingBody,
  defaults: { nextHeader: 'noNext', type: 'segments' },
  carries,
  prepare: ({ type = 'segments', addresses = [], lastEntry = addresses.length - 1 }) =>
    type === 'segments' ? { lastEntry } : {},
  compute: { length: ({ start, payloadStart }) => Math.ceil((payloadStart - start) / 8) - 1 },
  next,
  line: ({ length, type, segmentsLeft, addresses = [] }) => {
    const number = typeof type === 'number' ? type : routingTypes.numbers[type as 'source'];
    const hops = addresses.map((address: string, i: number) => `, [${i}]${address}`).join('');
    return `RT6 (len=${length}, type=${number}, segleft=${segmentsLeft}${hops}) `;
  },
});

/** A part of a packet (RFC 8200 4.5). `offset` counts units of eight bytes; `more` is 1 but for the last part. */
export const fragment = protocol({
  name: 'fragment',
  header: struct({
    nextHeader: enumOf(u8, ipProtocols),
    reserved: u8,
    place: bits(be16, { offset: 13, reserved2: 2, more: 1 }),
    id: be32,
  }),
  defaults: { nextHeader: 'noNext' },
  carries,
  partial: ({ more }) => more === 1,
  next: ({ nextHeader, offset }) => (offset === 0 ? ipv6Layers[nextHeader] : undefined),
  line: ({ offset, nextHeader }, { payloadLength }) =>
    `frag (${8 * offset}|${payloadLength}) ${offset === 0 ? '' : nextHeader}`,
});

/** An authentication header (RFC 4302 2). `length` counts words of four bytes without the first two. */
export const ah = protocol({
  name: 'ah',
  header: struct({
    nextHeader: enumOf(u8, ipProtocols),
    length: u8,
    reserved: be16,
    spi: be32,
    seq: be32,
  }),
  body: { icv: field(bytes, ({ length }) => 4 * length - 4) },
  defaults: { nextHeader: 'noNext' },
  carries,
  compute: { length: ({ start, payloadStart }) => (payloadStart - start) / 4 - 2 },
  malformed: ({ length }) =>
    length < 1 ? `a header of ${4 * length + 8} bytes; 12 is the least` : undefined,
  next,
  line: ({ spi, seq }) => `AH(spi=0x${spi.toString(16).padStart(8, '0')},seq=0x${seq.toString(16)}): `,
});

/** An encapsulating security payload (RFC 4303 2): what follows is encrypted. */
export const esp = protocol({
  name: 'esp',
  header: struct({ spi: be32, seq: be32 }),
  line: ({ spi, seq }, { length }) =>
    `ESP(spi=0x${spi.toString(16).padStart(8, '0')},seq=0x${seq.toString(16)}), length ${length}`,
});
