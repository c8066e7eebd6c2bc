import { hexPairs, toHex } from './bytes.js';
import { shown, WireError } from './error.js';
import { expectSize, type Type } from './type.js';
import type { Window } from './window.js';

function ethernetText(u8: Uint8Array, start: number): string {
  const a = `${hexPairs[u8[start]!]}:${hexPairs[u8[start + 1]!]}:${hexPairs[u8[start + 2]!]}:`;
  return `${a}${hexPairs[u8[start + 3]!]}:${hexPairs[u8[start + 4]!]}:${hexPairs[u8[start + 5]!]}`;
}

/**
 * A link-layer address of any length as hexadecimal bytes with colons between: six bytes on Ethernet, twenty
 * on InfiniBand, four or sixteen (an IP address) on a tunnel, none where there is none.
 */
export const linkAddress: Type<string> = {
  kind: 'link-address',
  size: undefined,
  decode(window: Window, start: number, end: number): string {
    if (end - start === 6) return ethernetText(window.u8, start);
    return toHex(window.u8.subarray(start, end), ':');
  },
  encode(value, sink) {
    if (typeof value !== 'string' || !/^([0-9a-f]{2}(:[0-9a-f]{2})*)?$/i.test(value)) {
      throw new WireError(
        `'${shown(value)}' is not a link-layer address: hexadecimal bytes with colons between`,
      );
    }
    const start = sink.reserve(Math.floor((value.length + 1) / 3));
    for (let i = 0; 3 * i < value.length; i++) {
      sink.u8[start + i] = Number.parseInt(value.slice(3 * i, 3 * i + 2), 16);
    }
  },
  source(place, length, code) {
    return length === 6 ? `${code.bind(ethernetText)}(u8, ${place.byte(0)})` : undefined;
  },
};

/** A link-layer address in a field of fixed size. */
export function fixedLinkAddress(size: number): Type<string> & { size: number } {
  return {
    kind: linkAddress.kind,
    size,
    decode(window, start, end) {
      expectSize(start, end, size, 'the address');
      return linkAddress.decode(window, start, end);
    },
    encode(value, sink) {
      const start = sink.length;
      linkAddress.encode(value, sink);
      if (sink.length - start !== size) throw new WireError(`'${value}' is not an address of ${size} bytes`);
    },
  };
}

/** How long a link-layer address mostly is. */
const ethernetSize = 6;

/**
 * A link-layer address in a field of fixed size that zeros fill up. What is longer than an Ethernet address is shown
 * as long as it is not zeros.
 */
export function paddedLinkAddress(size: number): Type<string> & { size: number } {
  return {
    kind: linkAddress.kind,
    size,
    decode(window, start, end) {
      expectSize(start, end, size, 'the address');
      let stop = end;
      while (stop > start + ethernetSize && window.u8[stop - 1] === 0) stop--;
      return linkAddress.decode(window, start, stop);
    },
    encode(value, sink) {
      const start = sink.length;
      linkAddress.encode(value, sink);
      const written = sink.length - start;
      if (written > size) throw new WireError(`'${value}' is an address of more than ${size} bytes`);
      sink.reserve(size - written);
    },
  };
}
