/** A filter for ICMP6_FILTER (RFC 3542) that lets these types alone through: 256 bits, those that are set keep out. */
export function passOnly(...types: number[]): Uint8Array {
  const words = new Uint32Array(8).fill(0xffff_ffff);
  for (const type of types) words[type >> 5]! &= ~(1 << (type & 31)) >>> 0;
  return new Uint8Array(words.buffer);
}
