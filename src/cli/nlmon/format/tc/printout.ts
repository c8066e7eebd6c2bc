import type { Wide } from '../../../../wire/index.js';
import { type Json, jsonNumber } from '../fields.js';
import type { FormatContext } from '../format.js';
import { generalText } from '../numbers.js';

/**
 * What is printed of an object, made in both forms in one go, as tc does it: its text and its JSON often differ. Where tc
 * writes a member of JSON several times, it is an array of the values here.
 */
export class Printout {
  text = '';
  json: Json = {};
  readonly context: FormatContext;

  constructor(context: FormatContext) {
    this.context = context;
  }

  /** tc -d */
  get details(): boolean {
    return this.context.display.details;
  }

  /** tc -s */
  get statistics(): boolean {
    return this.context.display.statistics > 0;
  }

  /** tc -r, which in ip means something else and nothing here. */
  get raw(): boolean {
    return this.context.display.resolve;
  }

  /** A member of the JSON, and the text that stands for it. */
  add(key: string, text: string, value: unknown): void {
    this.text += text;
    this.put(key, value);
  }

  /** A number, with what is before and behind it in the text. */
  number(key: string, before: string, value: Wide, behind = ''): void {
    this.add(key, `${before}${value}${behind}`, jsonNumber(value));
  }

  /** A number with a point: six digits of it, in both forms. */
  float(key: string, text: string, value: number): void {
    this.add(key, text, Number(generalText(value)));
  }

  /** Only in the text. */
  say(text: string): void {
    this.text += text;
  }

  /** Only in the JSON. */
  put(key: string, value: unknown): void {
    const { json } = this;
    if (!Object.hasOwn(json, key)) json[key] = value;
    else if (Array.isArray(json[key])) json[key].push(value);
    else json[key] = [json[key], value];
  }

  /** An object in the JSON; in the text what is in it. */
  object(key: string, fill: () => void): void {
    const outer = this.json;
    this.json = {};
    fill();
    const inner = this.json;
    this.json = outer;
    this.put(key, inner);
  }

  /** An array of objects in the JSON; in the text what is in them. */
  objects<T>(key: string, items: Iterable<T>, fill: (item: T) => void): void {
    const outer = this.json;
    const list: Json[] = [];
    for (const item of items) {
      this.json = {};
      fill(item);
      list.push(this.json);
    }
    this.json = outer;
    outer[key] = list;
  }
}
