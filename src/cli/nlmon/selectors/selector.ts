import type { FormatContext } from '../format/format.js';
import type { ObjectName } from '../object-names.js';

/** Tells interfaces apart when what is there, or what happens, is looked at. */
export interface Matching {
  /** Whether it happens, and the kernel was not asked to choose. */
  readonly live: boolean;
  /** Whether a number is that of an interface. */
  is(index: number | undefined, device: string): boolean;
  nameOf(index: number): string;
}

/** What a request to the kernel is made from. */
export interface Asking {
  /** An interface's number. Throws SocketError ENODEV. */
  indexOf(device: string): number;
}

/** A word behind an object that says which of them are wanted: `scope global`. */
export interface Selector<Item = any, Value = any> {
  readonly describe: string;
  /** What follows the word, for messages: `NAME`; nothing follows one without. */
  readonly takes?: string;
  /** Reads what follows. Throws UsageError. */
  read?(value: string, next: () => string): Value;
  /** Adds a further value to those before; the word may come once only without. */
  merge?(before: Value, value: Value): Value;
  /** The fields of the request by which the kernel chooses. */
  ask?(value: Value, asking: Asking): Record<string, unknown>;
  /** Whether one is wanted. What the kernel chooses too is looked at all the same: older kernels do not, and events all come. */
  accepts?(value: Value, item: Item, matching: Matching): boolean;
  /** What it changes in the print. */
  context?(value: Value): Partial<FormatContext>;
}

export type Selectors<Item = any> = Readonly<Record<string, Selector<Item>>>;

/** What was said of one object. */
export class Chosen {
  readonly #values = new Map<string, { selector: Selector; value: unknown }>();

  /** Whether a word may be added: it is not there yet, or takes several values. */
  has(word: string): boolean {
    return this.#values.has(word);
  }

  /** Adds a word with its value; one more value to a word that is there already. */
  add(word: string, selector: Selector, value: unknown): void {
    const before = this.#values.get(word);
    const merged = before === undefined ? value : selector.merge!(before.value, value);
    this.#values.set(word, { selector, value: merged });
  }

  get words(): Iterable<string> {
    return this.#values.keys();
  }

  value(word: string): unknown {
    return this.#values.get(word)?.value;
  }

  /** The fields of a request; of the words that `about` holds for. */
  ask(asking: Asking, about: (word: string) => boolean = () => true): Record<string, unknown> {
    const merged: Record<string, unknown> = {};
    for (const [word, { selector, value }] of this.#values)
      if (about(word)) Object.assign(merged, selector.ask?.(value, asking));
    return merged;
  }

  accepts(item: unknown, matching: Matching, about: (word: string) => boolean = () => true): boolean {
    for (const [word, { selector, value }] of this.#values)
      if (about(word) && selector.accepts?.(value, item, matching) === false) return false;
    return true;
  }

  /** What is printed otherwise because of them. */
  context(): Partial<FormatContext> {
    const omit = new Set<string>();
    const merged: Partial<FormatContext> = {};
    for (const { selector, value } of this.#values.values()) {
      const { omit: further = [], ...others } = selector.context?.(value) ?? {};
      for (const part of further) omit.add(part);
      Object.assign(merged, others);
    }
    return omit.size === 0 ? merged : { ...merged, omit };
  }
}

export type Selections = ReadonlyMap<ObjectName, Chosen>;

/** What nothing was said of. */
export const everything = new Chosen();
