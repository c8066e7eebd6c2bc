/** Several values in one word, as people write them: `22,80,443`, `1-1024`, `10.0.0.1-10.0.0.9`, `10.0.0.0/24`. */
import { ipv4Text, parseIp, parseIpv4, WireError } from '../wire/index.js';
import { addressesOf } from './prefix.js';

/** The most that one word stands for. */
const most = 1 << 16;

/**
 * The values that a text stands for, each as a text; undefined for one that is no such set.
 *
 * @throws WireError for a range that ends before it begins, a prefix that is none, or too many values
 */
export function valuesIn(text: string): string[] | undefined {
  if (/^[[{]/.test(text)) return undefined;
  const values: string[] = [];
  const parts = text.split(',');
  for (const part of parts) {
    const range = rangeIn(part);
    if (range === undefined && parts.length === 1) return undefined;
    for (const value of range ?? [part]) values.push(value);
    if (values.length > most) throw tooMany(text, values.length);
  }
  return values;
}

function rangeIn(text: string): Iterable<string> | undefined {
  if (text.includes('/')) {
    if (parseIp(text.slice(0, text.indexOf('/'))) === undefined) return undefined;
    try {
      return addressesOf(text);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new WireError(error.message);
    }
  }
  const [, first, last] = /^([\d.]+|0x[\da-f]+)-([\d.]+|0x[\da-f]+)$/i.exec(text) ?? [];
  if (first === undefined || last === undefined) return undefined;
  const [from, to] = [placeOf(first), placeOf(last)];
  if (from === undefined || to === undefined || from.address !== to.address) return undefined;
  if (to.number < from.number) throw new WireError(`${text} ends before it begins`);
  if (to.number - from.number >= most) throw tooMany(text, to.number - from.number + 1);
  return Array.from({ length: to.number - from.number + 1 }, (_, i) =>
    textOf({ ...from, number: from.number + i }),
  );
}

function tooMany(text: string, count: number): WireError {
  return new WireError(`${text} stands for ${count} values, more than ${most}`);
}

/** A whole number, or an IPv4 address as one. */
interface Place {
  readonly number: number;
  readonly address: boolean;
}

function placeOf(text: string): Place | undefined {
  if (/^(\d+|0x[\da-f]+)$/i.test(text)) return { number: Number(text), address: false };
  const bytes = parseIpv4(text);
  return bytes === undefined ? undefined : { number: new DataView(bytes.buffer).getUint32(0), address: true };
}

function textOf({ number, address }: Place): string {
  if (!address) return String(number);
  return ipv4Text(Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number), 0);
}

/** The shortest word that stands for values, in their order: `1-21,23`. */
export function wordOf(values: readonly string[]): string {
  const runs: { first: string; last: string; place: Place | undefined }[] = [];
  for (const value of values) {
    const place = placeOf(value);
    const run = runs.at(-1);
    const follows =
      place !== undefined && run?.place?.address === place.address && run.place.number + 1 === place.number;
    if (follows) Object.assign(run, { last: value, place });
    else runs.push({ first: value, last: value, place });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',');
}
