import type { Wide } from '../../../wire/index.js';
import type { FormatContext } from './format.js';
import { hexText } from './numbers.js';

export type Json = Record<string, unknown>;

/** One part of what is printed of an object, in both forms. */
export interface Field<D> {
  /** With the blank that follows it; empty where it is not printed. */
  text(data: D, context: FormatContext): string;
  addJson(json: Json, data: D, context: FormatContext): void;
}

export function fieldsText<D>(fields: readonly Field<D>[], data: D, context: FormatContext): string {
  let text = '';
  for (const field of fields) text += field.text(data, context);
  return text;
}

export function fieldsJson<D>(fields: readonly Field<D>[], data: D, context: FormatContext): Json {
  const json: Json = {};
  for (const field of fields) field.addJson(json, data, context);
  return json;
}

type NameOf<Value> = Extract<Value, string>;
/** The names of what holds values of a type. */
type KeysOf<D, Value> = { [K in keyof D & string]: NonNullable<D[K]> extends Value ? K : never }[keyof D &
  string];

/** A number that JavaScript cannot hold exactly is its decimal text, as elsewhere in JSON. */
export const jsonNumber = (value: Wide): number | string =>
  typeof value === 'bigint' ? String(value) : value;

/**
 * Makers of the fields of an object. Each prints `word value ` as text, and the value under `key`, which is the word
 * unless given, in JSON; nothing when the object lacks it.
 */
export interface FieldMakers<D> {
  number(name: KeysOf<D, Wide>, word: string, key?: string): Field<D>;
  /** As `0x2a`, also in JSON. */
  hex(name: KeysOf<D, number>, word: string, key?: string): Field<D>;
  onOff(name: KeysOf<D, number>, word: string, key?: string): Field<D>;
  /** The word alone, when the value is neither zero nor absent. */
  flag(name: keyof D & string, word: string, key?: string): Field<D>;
  /** `word ` or `noword `. */
  negatable(name: KeysOf<D, number>, word: string, key: string): Field<D>;
  /** By the names of an enumeration; a number that has none is printed as `unknown` says. */
  named<K extends keyof D & string>(
    name: K,
    word: string,
    texts: Readonly<Record<NameOf<D[K]>, string>>,
    unknown: string,
    key?: string,
  ): Field<D>;
  /** As `show` puts it, also in JSON; not at all where that is undefined. */
  shown<K extends keyof D & string>(
    name: K,
    word: string,
    show: (value: NonNullable<D[K]>, context: FormatContext) => string | number | undefined,
    key?: string,
  ): Field<D>;
}

const makers: FieldMakers<Record<string, unknown>> = {
  number: (name, word, key = word) => ({
    text: data => (data[name] === undefined ? '' : `${word} ${data[name]} `),
    addJson(json, data) {
      if (data[name] !== undefined) json[key] = jsonNumber(data[name] as Wide);
    },
  }),
  hex: (name, word, key) => makers.shown(name, word, value => hexText(value as number), key),
  onOff: (name, word, key = word) => ({
    text: data => (data[name] === undefined ? '' : `${word} ${data[name] ? 'on' : 'off'} `),
    addJson(json, data) {
      if (data[name] !== undefined) json[key] = Boolean(data[name]);
    },
  }),
  flag: (name, word, key = word) => ({
    text: data => (data[name] ? `${word} ` : ''),
    addJson(json, data) {
      if (data[name]) json[key] = true;
    },
  }),
  negatable: (name, word, key) => ({
    text: data => (data[name] === undefined ? '' : `${data[name] ? '' : 'no'}${word} `),
    addJson(json, data) {
      if (data[name] !== undefined) json[key] = Boolean(data[name]);
    },
  }),
  named: (name, word, texts, unknown, key) =>
    makers.shown(
      name,
      word,
      value => (typeof value === 'string' ? (texts as Record<string, string>)[value] : unknown),
      key,
    ),
  shown: (name, word, show, key = word) => {
    const lead = word === '' ? '' : `${word} `;
    return {
      text(data, context) {
        const value = data[name];
        const text = value === undefined ? undefined : show(value!, context);
        return text === undefined ? '' : `${lead}${text} `;
      },
      addJson(json, data, context) {
        const value = data[name];
        const shown = value === undefined ? undefined : show(value!, context);
        if (shown !== undefined) json[key] = shown;
      },
    };
  },
};

/** The makers for objects of a type. */
export function fieldsOf<D>(): FieldMakers<D> {
  return makers as unknown as FieldMakers<D>;
}
