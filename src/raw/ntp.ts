import { be32, bitEnum, bits, fixedBytes, i8, names, struct, u8 } from '../wire/index.js';
import { protocol } from './protocol.js';

/** What a packet is (RFC 5905 7.3). */
const ntpModes = names('NTP_MODE', {
  unspecified: 0,
  symmetricActive: 1,
  symmetricPassive: 2,
  client: 3,
  server: 4,
  broadcast: 5,
  control: 6,
  private: 7,
});

/** Seconds since 1900 and fractions of 2^-32 s. */
const timestamp = struct({ seconds: be32, fraction: be32 });

/** Seconds from 1900 to 1970. */
const epoch = 2_208_988_800;

/** A time of NTP in milliseconds since 1970, of the era that began in 1900; undefined for 0, which is no time. */
export function ntpTime({ seconds, fraction }: { seconds: number; fraction: number }): number | undefined {
  if (seconds === 0 && fraction === 0) return undefined;
  return (seconds - epoch + fraction / 2 ** 32) * 1000;
}

/** A packet of the Network Time Protocol (RFC 5905 7.3). `rootDelay` and `rootDispersion` are in 2^-16 s. */
export const ntp = protocol({
  name: 'ntp',
  header: struct({
    leapVersionMode: bits(u8, { leap: 2, version: 3, mode: bitEnum(3, ntpModes) }),
    stratum: u8,
    /** Seconds as a power of two. */
    poll: i8,
    precision: i8,
    rootDelay: be32,
    rootDispersion: be32,
    referenceId: fixedBytes(4),
    reference: timestamp,
    originate: timestamp,
    receive: timestamp,
    transmit: timestamp,
  }),
  defaults: { version: 4, mode: 'client' },
  line: ({ version, mode, stratum }, { length }) => {
    const who = typeof mode === 'number' ? `mode ${mode}` : mode[0].toUpperCase() + mode.slice(1);
    return `NTPv${version}, ${who}, stratum ${stratum}, length ${length}`;
  },
});
