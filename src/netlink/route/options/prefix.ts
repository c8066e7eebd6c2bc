import { parseIp, shown, WireError } from '../../../wire/index.js';

/** An address and how many of its bits count. */
export interface Prefix {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly length: number;
}

/** Reads `10.0.0.0/24` or `10.0.0.1`, whose bits count all. Throws WireError. */
export function parsePrefix(text: string): Prefix {
  if (typeof text !== 'string') throw new WireError(`${shown(text)} is not an IP address or prefix`);
  const [address, length, ...more] = text.split('/');
  const bytes = parseIp(address!);
  if (bytes === undefined || more.length > 0) throw new WireError(`'${text}' is not an IP address or prefix`);
  const most = bytes.length * 8;
  if (length !== undefined && !(/^\d{1,3}$/.test(length) && Number(length) <= most)) {
    throw new WireError(`'${text}': the length of the prefix is a number from 0 to ${most}`);
  }
  const family = bytes.length === 4 ? 'inet' : 'inet6';
  return { family, address: address!, length: length === undefined ? most : Number(length) };
}

/** The family of an address's text. */
export function familyOf(address: string): 'inet' | 'inet6' {
  return parsePrefix(address).family;
}
