/** Bytes as text of ASCII, with points for what cannot be printed. */
export function printable(bytes: Uint8Array): string {
  return Array.from(bytes, byte => (isPrintable(byte) ? String.fromCharCode(byte) : '.')).join('');
}

export function isPrintable(byte: number): boolean {
  return byte >= 0x20 && byte < 0x7f;
}
