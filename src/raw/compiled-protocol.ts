/** Declarations of protocols, made ready for decoding. */
import {
  type AnyType,
  anyPlace,
  generate,
  isBits,
  Sink,
  type Struct,
  type StructFields,
  type Window,
} from '../wire/index.js';
import type { Cursor } from './cursor.js';
import type { Declaration } from './protocol.js';
import type { Body, Field, OptionalField, Seen } from './protocol-fields.js';

/** A declaration as decoding uses it: the same properties for every protocol, which keeps their look-up fast. */
export class Compiled {
  readonly name: string;
  readonly headerSize: number;
  /** Reads a whole header that begins at `start`. */
  readonly read: (window: Window, start: number) => Record<string, unknown>;
  readonly body: readonly CompiledField[];
  /** The names of the header's numbers that have names, by field: what follows depends on the names. */
  readonly named: readonly { readonly field: string; readonly names: ReadonlyMap<number, string> }[];
  readonly malformed: ((layer: Seen) => string | undefined) | undefined;
  readonly payloadEnd: ((layer: Seen, start: number, end: number) => number) | undefined;
  readonly partial: ((layer: Seen) => boolean) | undefined;
  readonly next: ((layer: Seen, cursor: Cursor) => string | undefined) | undefined;

  constructor({ name, header, body = {}, malformed, payloadEnd, partial, next }: Declaration<any, any, any>) {
    this.name = name;
    this.headerSize = header.size;
    this.body = Object.entries(body as Body).map(([key, declared]) => new CompiledField(key, declared));
    this.read = headerReader(
      name,
      header,
      this.body.filter(({ when }) => when === undefined).map(({ name: key }) => key),
    );
    this.named = Object.entries(header.fields as StructFields).flatMap(([field, type]) => {
      const numbers = (type as { names?: { numbers: Readonly<Record<string, number>> } }).names?.numbers;
      if (numbers === undefined || isBits(type) || !isEnumeration(type, Object.keys(numbers)[0]!)) return [];
      return [{ field, names: new Map(Object.entries(numbers).map(([name, number]) => [number, name])) }];
    });
    this.malformed = malformed;
    this.payloadEnd = payloadEnd;
    this.partial = partial;
    this.next = next;
  }
}

/** Whether a type with names takes one of them; a set of flags takes a list. */
function isEnumeration(type: AnyType, name: string): boolean {
  try {
    type.encode(name, new Sink());
    return true;
  } catch {
    return false;
  }
}

class CompiledField {
  readonly name: string;
  readonly type: AnyType;
  readonly fixedSize: number | undefined;
  readonly size: Field['size'];
  readonly when: OptionalField['when'] | undefined;
  readonly shared: boolean;
  readonly items: boolean;

  constructor(name: string, declared: Field | OptionalField) {
    this.name = name;
    this.type = declared.type;
    this.fixedSize = declared.type.size;
    this.size = declared.size;
    this.when = 'when' in declared ? declared.when : undefined;
    this.shared = isBits(declared.type);
    this.items = declared.type.kind === 'items';
  }
}

function headerReader(
  name: string,
  header: Struct<any>,
  always: readonly string[],
): (window: Window, start: number) => Record<string, unknown> {
  const made = generate(['window', 'p'], code => {
    const members = header
      .members(anyPlace, code)
      .map(([key, source]) => `${JSON.stringify(key)}: ${source}`);
    const later = always.map(key => `${JSON.stringify(key)}: undefined`);
    const all = [`"layer": ${JSON.stringify(name)}`, ...members, ...later].join(', ');
    return `const u8 = window.u8, view = window.view; return { ${all} };`;
  });
  return made ?? ((window, start) => ({ layer: name, ...header.decode(window, start, start + header.size) }));
}
