/** Receive and transmit times from the kernel: SO_TIMESTAMPING (Documentation/networking/timestamping.rst). */
import { constants } from '../socket/index.js';
import { littleEndian } from '../wire/index.js';
import { bits, type SocketOption } from './socket-option.js';

/** The variant with times of 64 bits on every machine; its control messages carry its number. */
export const timestampingOption: number = constants.SO_TIMESTAMPING_NEW ?? constants.SO_TIMESTAMPING;

/** SOF_TIMESTAMPING_* (linux/net_tstamp.h). */
const timestampingFlags = {
  txHardware: 1 << 0,
  txSoftware: 1 << 1,
  rxHardware: 1 << 2,
  rxSoftware: 1 << 3,
  software: 1 << 4,
  rawHardware: 1 << 6,
  optId: 1 << 7,
  txSched: 1 << 8,
  txAck: 1 << 9,
  optCmsg: 1 << 10,
  optTsonly: 1 << 11,
  optPktinfo: 1 << 13,
  optTxSwhw: 1 << 14,
} as const;

export type TimestampingFlag = keyof typeof timestampingFlags;

export const timestamping: SocketOption<readonly (TimestampingFlag | number)[]> = {
  value: bits(timestampingFlags),
  places: Object.fromEntries(
    ['inet', 'inet6', 'packet'].map(family => [family, [constants.SOL_SOCKET, timestampingOption]]),
  ),
};

/** What a socket asks for to have the times of what it sends, by number, and of what it receives. */
export const bothWays: readonly TimestampingFlag[] = [
  'txSoftware',
  'rxSoftware',
  'software',
  'txHardware',
  'rxHardware',
  'rawHardware',
  'optId',
  'optTsonly',
];

/** When the kernel or the network card saw a packet: nanoseconds since 1970; absent where it did not. */
export interface Timestamps {
  readonly software?: bigint;
  readonly hardware?: bigint;
}

const billion = 1_000_000_000n;

/** The data of an SCM_TIMESTAMPING message: software, a retired one, hardware. */
export function decodeTimestamps(data: Uint8Array): Timestamps {
  const software = timeAt(data, 0);
  const hardware = timeAt(data, 32);
  return {
    ...(software === undefined ? {} : { software }),
    ...(hardware === undefined ? {} : { hardware }),
  };
}

function timeAt(data: Uint8Array, offset: number): bigint | undefined {
  if (data.length < offset + 16) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const time = view.getBigInt64(offset, littleEndian) * billion + view.getBigInt64(offset + 8, littleEndian);
  return time === 0n ? undefined : time;
}
