/** What stands between bytes, and in front of them: `0x1c`, `\x1c`. */
const separators = /[\s:,;]+/;
const prefixes = /0x|\\x/gi;

/** A line of xxd, hexdump -C, od -tx1 or tshark -x: an offset, bytes, and perhaps the same as text. */
const dumpLine = /^\s*(?:0x)?([0-9a-f]{4,16})(:| |$) ?(.*)$/i;
const bytesOfDumpLine = 16;
/** Offsets are below this, so that a star is not endless. */
const largestDump = 1 << 28;

/**
 * Bytes from text that people have at hand: digits with or without blanks, colons, commas, `0x` and `\x`, and hex dumps
 * with offsets in front and text behind. Undefined for text that is something else.
 */
export function parseHexText(text: string): Uint8Array | undefined {
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  return dumpBytes(lines) ?? plainBytes(text);
}

function plainBytes(text: string): Uint8Array | undefined {
  const words = text
    .trim()
    .replace(prefixes, ' ')
    .split(separators)
    .filter(word => word !== '');
  // Words of a few digits are bytes each, so that `1 2` is no 12; longer ones have two digits for each byte.
  const digits = words.map(word => (word.length === 1 ? `0${word}` : word)).join('');
  if (
    digits === '' ||
    words.some(word => !/^[0-9a-f]+$/i.test(word) || (word.length > 1 && word.length % 2 === 1))
  ) {
    return undefined;
  }
  return new Uint8Array(digits.match(/../g)!.map(pair => Number.parseInt(pair, 16)));
}

/**
 * The bytes of a hex dump: the offset of every line is what stands in the lines before it. A star stands for lines that
 * are like the one before.
 */
function dumpBytes(lines: readonly string[]): Uint8Array | undefined {
  const bytes: number[] = [];
  let previous: readonly number[] = [];
  let repeated = false;
  for (const line of lines) {
    if (line.trim() === '*') {
      repeated = true;
      continue;
    }
    const match = dumpLine.exec(line);
    if (match === null) return undefined;
    const offset = Number.parseInt(match[1]!, 16);
    if (repeated && previous.length > 0 && offset < largestDump) {
      while (bytes.length < offset) bytes.push(...previous);
    }
    if (offset !== bytes.length) return undefined;
    previous = lineBytes(match[3]!, match[2] === ':');
    repeated = false;
    // hexdump and od end with an offset alone.
    if (previous.length === 0 && line !== lines.at(-1)) return undefined;
    bytes.push(...previous);
  }
  return bytes.length === 0 ? undefined : Uint8Array.from(bytes);
}

/** The bytes in front of a line's text. xxd writes two together and two blanks before the text; the others pairs. */
function lineBytes(rest: string, together: boolean): number[] {
  const hex = together ? rest.replace(/^ /, '').split('  ')[0]! : rest.split(/ {3}|\|/)[0]!;
  const bytes: number[] = [];
  for (const word of hex.trim().split(/ +/)) {
    if (!(together ? /^([0-9a-f]{2})+$/i : /^[0-9a-f]{2}$/i).test(word)) break;
    if (!together && bytes.length === bytesOfDumpLine) break;
    for (const pair of word.match(/../g)!) bytes.push(Number.parseInt(pair, 16));
  }
  return bytes;
}
