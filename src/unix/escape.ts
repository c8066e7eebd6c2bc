/** Names that may hold any byte, as text that people can read and type. */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

/** `bytes` as UTF-8; what is not printable as `\xHH`, a backslash as `\\`. */
export function escapeBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const character = decoded(bytes.subarray(at, at + length));
    if (character === undefined) {
      text += hex(bytes[at]!);
      at += 1;
    } else {
      text += /^[\p{C}\p{Z}]$/u.test(character) && character !== ' ' ? escaped(character) : character;
      at += length;
    }
  }
  return text;
}

/** The bytes that escaped text stands for. Throws RangeError for an escape other than `\xHH` and `\\`. */
export function unescapeText(text: string): Uint8Array {
  const wrong = /\\(?!x[0-9a-fA-F]{2})/.exec(text.replaceAll('\\\\', ''));
  if (wrong !== null) {
    throw new RangeError(`in '${text}', a backslash must be written \\\\, and a byte \\xHH`);
  }
  const parts = text.split(/(\\x[0-9a-fA-F]{2}|\\\\)/);
  return Buffer.concat(
    parts.map((part, i) => {
      if (i % 2 === 0) return encoder.encode(part);
      return part === '\\\\' ? Buffer.from('\\') : Buffer.from([Number.parseInt(part.slice(2), 16)]);
    }),
  );
}

/** Bytes of the UTF-8 character that begins with `byte`. */
function sequenceLength(byte: number): number {
  if (byte < 0xc0) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    const text = decoder.decode(bytes);
    return text === '\\' ? '\\\\' : text;
  } catch {
    return undefined;
  }
}

function escaped(character: string): string {
  return [...encoder.encode(character)].map(hex).join('');
}
