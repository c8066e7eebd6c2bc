/** How many ones a mask begins with; undefined for one that has holes, or begins with none. */
function maskLength(mask: Uint8Array): number | undefined {
  let bits = 0;
  let over = false;
  for (const byte of mask) {
    for (let i = 7; i >= 0; i--) {
      const one = ((byte >> i) & 1) === 1;
      if (one && over) return undefined;
      if (one) bits++;
      else if (bits === 0) return undefined;
      else over = true;
    }
  }
  return bits;
}

/** An address with its mask: `10.0.0.0/8`, `02:00:00:00:00:01`; the mask is written out where it is no length. */
export function maskedText(address: string, mask: string, bytes: Uint8Array): string {
  const length = maskLength(bytes);
  if (length === undefined) return `${address}/${mask}`;
  return length < bytes.length * 8 ? `${address}/${length}` : address;
}
