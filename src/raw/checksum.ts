import { crc32c, foldedSum, parseIp, WireError, wordSum } from '../wire/index.js';
import { ipProtocols } from './ip-protocols.js';
import type { BuiltPlace, ChecksumDeclaration } from './protocol.js';
import type { Seen } from './protocol-fields.js';

/** The addresses of an IP layer, as the checksums of what it carries cover them. */
export interface Network {
  readonly src: Uint8Array;
  readonly dst: Uint8Array;
}

/** The bytes of an address that checksums shall cover. */
export function addressOf(text: string): Uint8Array {
  const address = parseIp(text);
  if (address === undefined) throw new WireError(`'${text}' is not an IP address`);
  return address;
}

/**
 * The addresses that checksums cover behind a layer that stands at `start`: those of an IP header, the last stop in
 * place of the destination where a routing header has stops left (RFC 8200 8.1), the home address in place of the source
 * where an option has it (RFC 6275 6.3), and else what they were in front.
 */
export function networkOf(layer: Seen, u8: Uint8Array, start: number, outer?: Network): Network | undefined {
  if (layer.layer === 'ipv4')
    return { src: u8.slice(start + 12, start + 16), dst: u8.slice(start + 16, start + 20) };
  if (layer.layer === 'ipv6')
    return { src: u8.slice(start + 8, start + 24), dst: u8.slice(start + 24, start + 40) };
  if (
    layer.layer === 'routing' &&
    outer !== undefined &&
    layer.segmentsLeft > 0 &&
    layer.addresses?.length > 0
  ) {
    const last = layer.type === 'segments' ? layer.addresses[0] : layer.addresses.at(-1);
    return { ...outer, dst: addressOf(last) };
  }
  if (layer.layer === 'destinationOptions' && outer !== undefined) {
    const home = layer.options?.find(({ type }: { type?: unknown }) => type === 'homeAddress');
    if (typeof home?.value === 'string') return { ...outer, src: addressOf(home.value) };
  }
  return outer;
}

/** The sum of the pseudo header (RFC 768, RFC 8200 8.1). */
export function pseudoSum({ src, dst }: Network, layer: string, length: number): number {
  const number = (ipProtocols.numbers as Readonly<Record<string, number>>)[layer] ?? 0;
  const sum = wordSum(dst, 0, dst.length, wordSum(src, 0, src.length));
  return sum + number + (length >>> 16) + (length & 0xffff);
}

/** The checksum of a layer whose field for it is zero; undefined without the addresses that it covers. */
export function checksumOf(
  declared: ChecksumDeclaration,
  layer: string,
  place: BuiltPlace,
  network: Network | undefined,
): number | undefined {
  const { start } = place;
  const end = declared.headerOnly ? place.payloadStart : place.end;
  if (declared.kind === 'crc32c') return crc32c(place.u8, start, end);
  const sum = coveredSum(declared, layer, place.u8, start, end, network);
  if (sum === undefined) return undefined;
  const checksum = ~foldedSum(sum) & 0xffff;
  return checksum === 0 && declared.zeroIsNone ? 0xffff : checksum;
}

/** The sum of what a checksum covers, its own field included. */
export function coveredSum(
  { pseudoHeader, except }: ChecksumDeclaration,
  layer: string,
  u8: Uint8Array,
  start: number,
  end: number,
  network: Network | undefined,
): number | undefined {
  let sum = 0;
  if (pseudoHeader) {
    if (network === undefined) return undefined;
    sum = pseudoSum(network, layer, end - start);
  }
  if (except === undefined) return wordSum(u8, start, end, sum);
  const before = wordSum(u8, start, Math.min(start + except[0], end), sum);
  return start + except[1] < end ? wordSum(u8, start + except[1], end, before) : before;
}
