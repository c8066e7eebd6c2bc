import { isBits } from './bits.js';
import { toHex } from './bytes.js';
import { constantOf, type Names } from './enumeration.js';
import { WireError } from './error.js';
import { toJson } from './json.js';
import type { AnyType, Part } from './type.js';
import type { Window } from './window.js';

/** A stretch of bytes and what it means. The rows of a message cover each of its bytes once, in order. */
export interface ExplainedRow {
  /** Bytes from the start of the window. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** How many attributes it is inside of. */
  readonly depth: number;
  /** The field; `#57` for one without a name, `padding`, or `#rest` for what could not be read. */
  readonly name: string;
  readonly meaning: string;
}

/** The rows for the bytes from `start` to `end`, from their parts. */
export function explainParts(
  parts: Iterable<Part>,
  window: Window,
  start: number,
  end: number,
  depth = 0,
): ExplainedRow[] {
  const rows: ExplainedRow[] = [];
  const row = (from: number, to: number, depth: number, name: string, meaning: string) => {
    if (to > from) rows.push({ offset: from, bytes: window.copy(from, to), depth, name, meaning });
  };

  function cover(inner: Iterable<Part>, from: number, to: number, depth: number, prefix: string): void {
    let at = from;
    try {
      for (const part of inner) {
        const { lead } = part;
        const name = prefix + part.name;
        row(at, lead?.start ?? part.start, depth, 'padding', '');
        if (lead !== undefined) row(lead.start, part.start, depth, name, lead.note);
        value(part, lead === undefined ? depth : depth + 1, name);
        at = part.end;
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      row(at, to, depth, '#rest', error.message);
      return;
    }
    row(at, to, depth, 'padding', '');
  }

  function value({ type, start, end, lead, note }: Part, depth: number, name: string): void {
    // What an attribute's header names need not be named again by what is inside.
    const prefix = lead === undefined ? `${name}.`.replace(/\.\[/, '[') : '';
    if (type?.kind === 'pad') row(start, end, depth, 'padding', '');
    else if (type?.parts) cover(type.parts(window, start, end), start, end, depth, prefix);
    else
      row(
        start,
        end,
        depth,
        name,
        type === undefined ? (note ?? 'not in the schema') : read(type, start, end),
      );
  }

  function read(type: AnyType, start: number, end: number): string {
    try {
      return describe(type, type.decode(window, start, end));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return `malformed: ${error.message}`;
    }
  }

  cover(parts, start, end, depth, '');
  return rows;
}

/** A decoded value for people: names with their constants and numbers. */
function describe(type: AnyType, value: unknown): string {
  if (isBits(type)) {
    const fields = value as Record<string, unknown>;
    return Object.entries(type.members)
      .map(([name, member]) => describe(member as unknown as AnyType, fields[name]))
      .join(', ');
  }
  const { names } = type as { names?: Names<string> };
  if (names !== undefined && Array.isArray(value)) return describeFlags(names, value as (string | number)[]);
  if (names !== undefined && typeof value === 'string') {
    return `${value} (${constantOf(names, value)}, ${names.numbers[value]})`;
  }
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (type.kind === 'string') return quoted(String(value));
  return typeof value === 'object' ? JSON.stringify(toJson(value)) : String(value);
}

function describeFlags(names: Names<string>, list: readonly (string | number)[]): string {
  const hex = (bits: number) => `0x${bits.toString(16)}`;
  const bits = list.reduce<number>((all, flag) => (all | numberOf(flag)) >>> 0, 0);
  if (bits === 0) return 'none (0)';
  const constants = list.map(flag => (typeof flag === 'number' ? hex(flag) : constantOf(names, flag)));
  const words = list.map(flag => (typeof flag === 'number' ? hex(flag) : flag));
  return `${words.join(' ')} (${constants.join(' | ')}, ${hex(bits)})`;

  function numberOf(flag: string | number): number {
    return typeof flag === 'number' ? flag : names.numbers[flag]!;
  }
}

/** Text in quotes, with nothing in it that a terminal would obey. */
function quoted(text: string): string {
  const unicode = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(text).replace(/[\x7f-\x9f]/g, unicode);
}

const bytesPerLine = 8;

/** Rows as text: offset, bytes in hexadecimal, and what they mean, indented by depth. */
export function explainedText(rows: readonly ExplainedRow[]): string {
  const lines: string[] = [];
  for (const { offset, bytes, depth, name, meaning } of rows) {
    for (let i = 0; i < bytes.length; i += bytesPerLine) {
      const place = (offset + i).toString(16).padStart(4, '0');
      const hex = toHex(bytes.subarray(i, i + bytesPerLine), ' ').padEnd(3 * bytesPerLine - 1);
      const words = i === 0 ? `${'  '.repeat(depth)}${name}${meaning === '' ? '' : `: ${meaning}`}` : '';
      lines.push(`${place}  ${hex}  ${words}`.trimEnd());
    }
  }
  return `${lines.join('\n')}\n`;
}
