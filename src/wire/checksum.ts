/**
 * The sum of 16-bit words in network byte order that the internet checksum is made from (RFC 1071), not yet folded.
 * An odd last byte counts as the high half of a word.
 *
 * @param sum what was summed up before: of a pseudo header, say
 */
export function wordSum(u8: Uint8Array, start: number, end: number, sum = 0): number {
  let at = start;
  // 2^16 words of 16 bits stay below 2^32, and a number is exact far beyond that.
  for (; at + 7 < end; at += 8) {
    sum +=
      ((u8[at]! + u8[at + 2]! + u8[at + 4]! + u8[at + 6]!) << 8) +
      u8[at + 1]! +
      u8[at + 3]! +
      u8[at + 5]! +
      u8[at + 7]!;
  }
  for (; at + 1 < end; at += 2) sum += (u8[at]! << 8) + u8[at + 1]!;
  return at < end ? sum + (u8[at]! << 8) : sum;
}

/** A sum of words with its carries added in, until it has 16 bits. */
export function foldedSum(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x1_0000) + Math.floor(folded / 0x1_0000);
  return folded;
}

/**
 * The internet checksum (RFC 1071): the complement of the folded sum. Over bytes that contain their right checksum it
 * is 0.
 */
export function internetChecksum(u8: Uint8Array, start = 0, end: number = u8.length, sum = 0): number {
  return ~foldedSum(wordSum(u8, start, end, sum)) & 0xffff;
}

const castagnoli = 0x82f63b78;
let crcTable: Uint32Array | undefined;

const crcOfByte = (byte: number): number => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ castagnoli : crc >>> 1;
  return crc;
};

/** CRC32c (RFC 9260, appendix A), which SCTP carries with its low byte first. */
export function crc32c(u8: Uint8Array, start = 0, end: number = u8.length, before = 0): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, byte) => crcOfByte(byte));
  let crc = ~before;
  for (let at = start; at < end; at++) crc = crcTable[(crc ^ u8[at]!) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
