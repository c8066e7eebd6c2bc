/**
 * Which ICMP types a raw socket lets through: ICMP_FILTER at SOL_RAW (raw(7)), ICMP6_FILTER at IPPROTO_ICMPV6
 * (RFC 3542, section 3.2). In both a bit that is set keeps the type out.
 */
import { constants, decodeInt } from '../socket/index.js';
import { type IcmpTypeName, type Icmpv6TypeName, icmpTypeNumbers } from './icmp-names.js';
import type { IpFamily } from './ip-endpoint.js';
import { numberOf, type OptionValue, type SocketOption } from './socket-option.js';

/** A type by its name or number. */
export type IcmpTypeRef = IcmpTypeName | Icmpv6TypeName | number;

/**
 * A set of types: those that pass, all others being kept out, or those that are kept out. ICMP_FILTER knows the types
 * 0 to 31: those above pass always.
 */
export type IcmpFilter =
  | { readonly pass: readonly IcmpTypeRef[] }
  | { readonly block: readonly IcmpTypeRef[] };

const sizes: Readonly<Record<IpFamily, number>> = { inet: 32, inet6: 256 };

function filterValue(family: IpFamily): OptionValue<IcmpFilter> {
  const names = icmpTypeNumbers(family);
  const size = sizes[family];

  function typeOf(ref: IcmpTypeRef): number {
    const type = typeof ref === 'number' ? ref : numberOf(ref, names);
    if (!Number.isInteger(type) || type < 0 || type > 255) {
      throw new RangeError(`an ICMP type is a whole number from 0 to 255, not ${type}`);
    }
    if (type >= size)
      throw new RangeError(`ICMP_FILTER knows the types 0 to ${size - 1}; ${ref} always passes`);
    return type;
  }

  return {
    size: size / 8,
    encode(filter) {
      const passing = 'pass' in filter;
      const words = new Int32Array(size / 32).fill(passing ? -1 : 0);
      const named = new Set((passing ? filter.pass : filter.block).map(typeOf));
      for (const type of named) words[type >> 5]! ^= 1 << (type & 31);
      return new Uint8Array(words.buffer);
    },
    decode(bytes) {
      const blocked: number[] = [];
      for (let type = 0; type < size; type++) {
        const word = decodeInt(bytes.subarray((type >> 5) * 4));
        if ((word & (1 << (type & 31))) !== 0) blocked.push(type);
      }
      if (blocked.length <= size / 2) return { block: blocked };
      const out = new Set(blocked);
      return { pass: Array.from({ length: size }, (_, type) => type).filter(type => !out.has(type)) };
    },
  };
}

const values = { inet: filterValue('inet'), inet6: filterValue('inet6') };

export const icmpFilter: SocketOption<IcmpFilter> = {
  value: values.inet,
  places: {
    inet: [constants.SOL_RAW, constants.ICMP_FILTER, values.inet],
    inet6: [constants.IPPROTO_ICMPV6, constants.ICMP6_FILTER, values.inet6],
  },
};
