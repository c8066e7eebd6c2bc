const width = 16;

/** Bytes as hexadecimal and text, 16 a line; text that is nothing but text as it is. */
export function dumpLines(data: Uint8Array): string[] {
  const text = printableText(data);
  if (text !== undefined) return text.replace(/\r?\n$/, '').split(/\r?\n/);
  const lines: string[] = [];
  for (let at = 0; at < data.length; at += width) {
    const row = data.subarray(at, at + width);
    const hex = Array.from(row, byte => byte.toString(16).padStart(2, '0')).join(' ');
    const characters = Array.from(row, byte =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.',
    ).join('');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(width * 3 - 1)}  ${characters}`);
  }
  return lines;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function printableText(data: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(data);
    return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\r\n\t]*$/u.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}
