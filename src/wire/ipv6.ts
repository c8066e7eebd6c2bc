import { shown, WireError } from './error.js';
import { ipv4Text, parseIpv4 } from './ipv4.js';
import { expectSize, type Type } from './type.js';
import type { Window } from './window.js';

/** Of half a megabyte, which only who reads addresses is to have. */
let groupTexts: (string | undefined)[] | undefined;

function groupText(group: number): string {
  groupTexts ??= new Array<string | undefined>(0x1_0000).fill(undefined);
  const known = groupTexts[group];
  if (known !== undefined) return known;
  const text = group.toString(16);
  groupTexts[group] = text;
  return text;
}

/**
 * The text of the sixteen bytes at `start`: lower case, the longest run of zero groups left out
 * (RFC 5952), and the last four bytes dotted where inet_ntop(3) does so: `::ffff:192.0.2.1`.
 */
export function ipv6Text(u8: Uint8Array, start: number): string {
  let runStart = -1;
  let runLength = 1;
  let zeros = 0;
  for (let i = 0; i < 8; i++) {
    zeros = u8[start + 2 * i]! === 0 && u8[start + 2 * i + 1]! === 0 ? zeros + 1 : 0;
    if (zeros > runLength) {
      runLength = zeros;
      runStart = i - zeros + 1;
    }
  }
  if (
    runStart === 0 &&
    (runLength === 6 || (runLength === 5 && u8[start + 10] === 255 && u8[start + 11] === 255))
  ) {
    return `${runLength === 6 ? '::' : '::ffff:'}${ipv4Text(u8, start + 12)}`;
  }
  let text = '';
  for (let i = 0; i < 8; i++) {
    if (i === runStart) {
      text += '::';
      i += runLength - 1;
    } else {
      const group = groupText((u8[start + 2 * i]! << 8) | u8[start + 2 * i + 1]!);
      text += i === 0 || i === runStart + runLength ? group : `:${group}`;
    }
  }
  return text;
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    const dotted = i === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined;
    if (dotted !== undefined) groups.push((dotted[0]! << 8) | dotted[1]!, (dotted[2]! << 8) | dotted[3]!);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The sixteen bytes of an IPv6 address's text (RFC 4291, 2.2); undefined when it is not one. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  const front = parseGroups(halves[0]!);
  const back = parseGroups(halves[1] ?? '');
  if (halves.length > 2 || front === undefined || back === undefined) return undefined;
  const missing = 8 - front.length - back.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  if (halves.length === 2 && halves[0]!.includes('.')) return undefined;
  const bytes = new Uint8Array(16);
  [...front, ...new Array<number>(missing).fill(0), ...back].forEach((group, i) => {
    bytes[2 * i] = group >> 8;
    bytes[2 * i + 1] = group & 255;
  });
  return bytes;
}

/** An IPv6 address as text, without a zone. */
export const ipv6: Type<string> & { size: 16 } = {
  kind: 'ipv6',
  size: 16,
  decode(window: Window, start: number, end: number): string {
    expectSize(start, end, 16, 'an IPv6 address');
    return ipv6Text(window.u8, start);
  },
  encode(value, sink) {
    const bytes = typeof value === 'string' ? parseIpv6(value) : undefined;
    if (bytes === undefined) throw new WireError(`'${shown(value)}' is not an IPv6 address`);
    sink.write(bytes);
  },
  source(place, _length, code) {
    return `${code.bind(ipv6Text)}(u8, ${place.byte(0)})`;
  },
};
