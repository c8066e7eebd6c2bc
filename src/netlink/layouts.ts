import {
  type Code,
  generate,
  littleEndian,
  type Place,
  type Struct,
  type Window,
  WireError,
} from '../wire/index.js';
import { type AttributeField, type AttributeSet, attributeHeaderSize } from './attributes.js';
import { align4 } from './header.js';
import { selectedValue } from './select.js';

/** Reads a message of one layout; undefined when the bytes are of another. */
type LayoutDecoder = (window: Window, start: number, end: number) => Record<string, unknown> | undefined;

/** Messages of a layout before a decoder is made for it: making one costs about as much as reading 200. */
const patience = 32;
/** A list longer than this would cost more to try than the general walk. */
const maxLayouts = 12;
/** Messages looked at before a schema whose messages all differ is left to the general walk. */
const maxLearned = 4096;

/**
 * Decoders made for the layouts that a schema's messages have. A layout is the run of attributes behind the fixed
 * header: which, in which order, and how long where the length is fixed. It recurs from message to message,
 * so a decoder that checks the expected attribute headers at their places and builds one object literal reads most
 * messages; the general walk reads the others. Where code generation from strings is forbidden, the walk reads all.
 */
export class Layouts {
  readonly #header: Struct<Record<string, never>>;
  readonly #set: AttributeSet;
  readonly #decoders: LayoutDecoder[] = [];
  readonly #seen = new Map<string, number>();
  #learned = 0;

  constructor(header: unknown, set: AttributeSet) {
    this.#header = header as Struct<Record<string, never>>;
    this.#set = set;
  }

  decode(window: Window, start: number, end: number): Record<string, unknown> | undefined {
    const decoders = this.#decoders;
    if ((start & 3) !== 0) return undefined;
    try {
      for (let i = 0; i < decoders.length; i++) {
        const value = decoders[i]!(window, start, end);
        if (value !== undefined) return value;
      }
    } catch (error) {
      // The walk meets the same error again and keeps the attribute's bytes.
      if (!(error instanceof WireError)) throw error;
    }
    return undefined;
  }

  /** Takes note of a message that the walk has read without an error. */
  learn(window: Window, start: number, end: number): void {
    if (this.#learned >= maxLearned || this.#decoders.length >= maxLayouts) return;
    this.#learned++;
    const layout = this.#layoutOf(window, start, end);
    if (layout === undefined) return;
    const key = layout.map(item => `${item.typeWord}:${item.length}`).join();
    const count = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, count);
    if (count !== patience) return;
    const decoder = compile(this.#header, layout);
    if (decoder === undefined) this.#learned = maxLearned;
    else this.#decoders.push(decoder);
  }

  #layoutOf(window: Window, start: number, end: number): LayoutItem[] | undefined {
    const { view } = window;
    const layout: LayoutItem[] = [];
    const names = new Set<string>();
    let at = start + align4(this.#header.size);
    while (at < end) {
      const length = view.getUint16(at, littleEndian);
      const typeWord = view.getUint16(at + 2, littleEndian);
      const field = this.#set.field(typeWord);
      const name = field?.name ?? `#${typeWord}`;
      if (names.has(name)) return undefined;
      names.add(name);
      layout.push({ typeWord, field, name, length: isFixed(field, length) ? length : 'any' });
      at += align4(length);
    }
    return at === end ? layout : undefined;
  }
}

interface LayoutItem {
  readonly typeWord: number;
  readonly field: AttributeField | undefined;
  readonly name: string;
  /** nla_len, or `any` where it differs from message to message. */
  readonly length: number | 'any';
}

const nowhere: Place = { byte: () => '0', word: () => '0' };

function isFixed(field: AttributeField | undefined, length: number): boolean {
  if (field === undefined) return false;
  const { type } = field;
  return type.source?.(nowhere, length - attributeHeaderSize, { bind: () => '' }) !== undefined;
}

function compile(
  header: Struct<Record<string, never>>,
  layout: readonly LayoutItem[],
): LayoutDecoder | undefined {
  return generate(['window', 'p0', 'end'], code => layoutSource(header, layout, code));
}

/** The body of a layout's decoder: checks that the bytes are of the layout, then the object. */
function layoutSource(
  header: Struct<Record<string, never>>,
  layout: readonly LayoutItem[],
  code: Code,
): string {
  const checks: string[] = [];
  /** The fields in their order: name, and the JavaScript that reads the value. */
  const values: { name: string; source: string; selector?: string | undefined }[] = [];
  // Places are `base` plus a constant; behind an attribute of any length a new base begins.
  let base = 0;
  const place = (from: number): Place => {
    const [p, q] = [`p${base}`, `q${base}`];
    return {
      byte: further => `${p} + ${from + further}`,
      word: further => ((from + further) % 4 === 0 ? `words[${q} + ${(from + further) / 4}]` : undefined),
    };
  };

  for (const [name, source] of header.members(place(0), code)) values.push({ name, source });
  let offset = align4(header.size);
  if (layout.length === 0) checks.push(`if (end - p0 < ${header.size}) return undefined;`);
  for (const [i, { typeWord, field, name, length }] of layout.entries()) {
    // One check of the room that everything up to the next attribute of any length needs.
    if (i === 0 || layout[i - 1]!.length === 'any') checks.push(roomCheck(layout, i, `p${base}`, offset));
    const head = place(offset).word(0)!;
    const payload = offset + attributeHeaderSize;
    let source: string;
    if (length !== 'any') {
      checks.push(`if (${head} !== ${headWord(length, typeWord)}) return undefined;`);
      source = field!.type.source!(place(payload), length - attributeHeaderSize, code)!;
      offset += align4(length);
    } else {
      const [type, size] = littleEndian
        ? [`h${i} >>> 16`, `h${i} & 65535`]
        : [`h${i} & 65535`, `h${i} >>> 16`];
      checks.push(
        `const h${i} = ${head};`,
        `if ((${type}) !== ${typeWord}) return undefined;`,
        `const s${i} = p${base} + ${payload}, e${i} = s${i} - ${attributeHeaderSize} + (${size});`,
        `if (e${i} < s${i} || e${i} > end) return undefined;`,
      );
      const selected = field?.type.selector === undefined ? '' : `, ${selectedValue}`;
      source = field
        ? `${code.bind(field.type)}.decode(window, s${i}, e${i}${selected})`
        : `window.copy(s${i}, e${i})`;
      base = i + 1;
      offset = 0;
      checks.push(`const p${base} = (e${i} + 3) & ~3, q${base} = p${base} >> 2;`);
    }
    if (field?.type.skipped) continue;
    values.push({ name, source: field?.multi ? `[${source}]` : source, selector: field?.type.selector });
  }
  checks.push(`if (p${base} + ${offset} !== end) return undefined;`);

  // A value that hangs on another is read after it.
  const constants = [...values.entries()]
    .sort(([, a], [, b]) => Number(a.selector !== undefined) - Number(b.selector !== undefined))
    .map(([i, { source, selector }]) => {
      const by = values.findIndex(({ name }) => name === selector);
      return `const v${i} = ${source.replaceAll(selectedValue, by === -1 ? 'undefined' : `v${by}`)};`;
    });
  const literal = values.map(({ name }, i) => `${JSON.stringify(name)}: v${i}`).join(', ');
  return `
    const u8 = window.u8, view = window.view, words = window.words, q0 = p0 >> 2;
    ${[...checks, ...constants].join('\n    ')}
    return { ${literal} };`;
}

function roomCheck(layout: readonly LayoutItem[], from: number, base: string, offset: number): string {
  let room = offset;
  for (let i = from; i < layout.length; i++) {
    const { length } = layout[i]!;
    room += length === 'any' ? attributeHeaderSize : align4(length);
    if (length === 'any') break;
  }
  return `if (${base} + ${room} > end) return undefined;`;
}

function headWord(length: number, typeWord: number): number {
  return littleEndian ? (typeWord << 16) | length : (length << 16) | typeWord | 0;
}
