import { toHex } from './bytes.js';

/**
 * A decoded value as JSON can hold it: bytes as hexadecimal text, numbers beyond 2^53 as decimal text, errors by
 * their `toJSON`. Every codec takes these texts back, so a value that went through JSON encodes to the same bytes.
 */
export function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if ('toJSON' in value && typeof value.toJSON === 'function') return toJson(value.toJSON());
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toJson(field)]));
}
