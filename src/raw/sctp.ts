import {
  arrayOf,
  be16,
  be32,
  bytes,
  type ItemTypes,
  ipv4,
  ipv6,
  itemList,
  struct,
  type Type,
  tailed,
  u8,
  WireError,
} from '../wire/index.js';
import { protocol } from './protocol.js';
import { field } from './protocol-fields.js';

/** The last is filled up by its chunk, whose length does not count that (RFC 9260 3.2). */
const parameterForm = { type: be16, length: be16, align: 4, alignLast: false } as const;

/** Parameters of INIT, INIT ACK and heartbeats (RFC 9260 3.3). */
const sctpParameters = itemList('SCTP_PARAM', parameterForm, {
  heartbeatInfo: [1, bytes],
  ipv4Address: [5, ipv4],
  ipv6Address: [6, ipv6],
  stateCookie: [7, bytes],
  unrecognizedParameters: [8, bytes],
  cookiePreservative: [9, be32],
  hostNameAddress: [11, bytes],
  supportedAddressTypes: [12, arrayOf(be16)],
  ecnCapable: [0x8000],
  zeroChecksum: [0x8001, be32],
  random: [0x8002, bytes],
  chunkList: [0x8003, arrayOf(u8)],
  requestedHmac: [0x8004, arrayOf(be16)],
  padding: [0x8005],
  supportedExtensions: [0x8008, arrayOf(u8)],
  forwardTsnSupported: [0xc000],
  adaptationLayer: [0xc006, be32],
} as const satisfies ItemTypes);

/** Causes of ABORT and ERROR (RFC 9260 3.3.10). */
const sctpCauses = itemList('SCTP_ERROR', parameterForm, {
  invalidStream: [1, struct({ streamId: be16, reserved: be16 })],
  missingParameter: [2, bytes],
  staleCookie: [3, be32],
  outOfResource: [4],
  unresolvableAddress: [5, bytes],
  unrecognizedChunk: [6, bytes],
  invalidParameter: [7],
  unrecognizedParameters: [8, bytes],
  noUserData: [9, be32],
  cookieWhileShuttingDown: [10],
  restartWithNewAddresses: [11, bytes],
  userAbort: [12, bytes],
  protocolViolation: [13, bytes],
} as const satisfies ItemTypes);

const init = tailed(
  struct({ initiateTag: be32, aRwnd: be32, outboundStreams: be16, inboundStreams: be16, initialTsn: be32 }),
  'parameters',
  sctpParameters,
);

const gap = struct({ start: be16, end: be16 });
const sackHead = struct({ cumulativeTsn: be32, aRwnd: be32, gapCount: be16, duplicateCount: be16 });

export interface SackLists {
  gaps: { start: number; end: number }[];
  duplicates: number[];
}

/** Blocks of transmission sequence numbers that came, from the cumulative one on, and numbers that came twice. */
const sack: Type<
  ReturnType<typeof sackHead.decode> & SackLists,
  Partial<ReturnType<typeof sackHead.decode> & SackLists>
> = {
  kind: 'struct',
  size: undefined,
  decode(window, start, end) {
    if (end - start < sackHead.size)
      throw new WireError(`ends after ${end - start} of ${sackHead.size} bytes`, end);
    const head = sackHead.decode(window, start, start + sackHead.size);
    const gapsStart = start + sackHead.size;
    const gapsEnd = gapsStart + 4 * head.gapCount;
    if (gapsEnd + 4 * head.duplicateCount !== end)
      throw new WireError('lists that are not as long as they say', gapsStart);
    return {
      ...head,
      gaps: arrayOf(gap).decode(window, gapsStart, gapsEnd),
      duplicates: arrayOf(be32).decode(window, gapsEnd, end),
    };
  },
  encode({ gaps = [], duplicates = [], ...head }, sink) {
    sackHead.encode({ gapCount: gaps.length, duplicateCount: duplicates.length, ...head }, sink);
    arrayOf(gap).encode(gaps, sink);
    arrayOf(be32).encode(duplicates, sink);
  },
  *parts(window, start, end) {
    const gapsStart = start + sackHead.size;
    yield* sackHead.parts!(window, start, Math.min(gapsStart, end));
    if (end <= gapsStart) return;
    const { gapCount, duplicateCount } = sackHead.decode(window, start, gapsStart);
    const gapsEnd = gapsStart + 4 * gapCount;
    if (gapsEnd + 4 * duplicateCount !== end) {
      yield { name: '#rest', start: gapsStart, end, type: undefined, note: 'not as long as the counts say' };
      return;
    }
    if (gapsEnd > gapsStart) yield { name: 'gaps', start: gapsStart, end: gapsEnd, type: arrayOf(gap) };
    if (end > gapsEnd) yield { name: 'duplicates', start: gapsEnd, end, type: arrayOf(be32) };
  },
};

/** Chunks (RFC 9260 3.2; IANA), each with flags: of `data`, 1 ends a message, 2 begins one, 4 is unordered. */
export const sctpChunks = itemList('SCTP_CID', { type: u8, flags: u8, length: be16, align: 4 }, {
  data: [0, tailed(struct({ tsn: be32, streamId: be16, streamSeq: be16, ppid: be32 }), 'data', bytes)],
  init: [1, init],
  initAck: [2, init],
  sack: [3, sack],
  heartbeat: [4, sctpParameters],
  heartbeatAck: [5, sctpParameters],
  abort: [6, sctpCauses],
  shutdown: [7, be32],
  shutdownAck: [8],
  error: [9, sctpCauses],
  cookieEcho: [10, bytes],
  cookieAck: [11],
  ecnEcho: [12, be32],
  cwr: [13, be32],
  shutdownComplete: [14],
  auth: [15, bytes],
  iData: [64, bytes],
  asconfAck: [0x80, bytes],
  reconfig: [0x82, bytes],
  pad: [0x84, bytes],
  forwardTsn: [0xc0, bytes],
  asconf: [0xc1, bytes],
} as const satisfies ItemTypes);

/** An SCTP packet: a common header (RFC 9260 3.1) and chunks. The checksum is a CRC32c, its low byte first. */
export const sctp = protocol({
  name: 'sctp',
  header: struct({ srcPort: be16, dstPort: be16, verificationTag: be32, checksum: be32 }),
  body: { chunks: field(sctpChunks) },
  defaults: { chunks: [] },
  checksum: { at: 8, kind: 'crc32c' },
  line: ({ chunks }) => {
    const texts = chunks.map(
      ({ type }: { type: string | number }, i: number) => `(${i + 1}) [${chunkText(type)}]`,
    );
    return `sctp ${texts.join(' ')}`;
  },
});

function chunkText(type: string | number): string {
  return typeof type === 'number'
    ? `chunk ${type}`
    : type.replace(/[A-Z]/g, letter => ` ${letter}`).toUpperCase();
}
