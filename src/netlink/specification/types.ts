import {
  type AnyType,
  arrayOf,
  be16,
  be32,
  be64,
  bytes,
  enumOf,
  fixedBytes,
  fixedText,
  flags,
  type Integer,
  i8,
  i16,
  i32,
  i64,
  ip,
  linkAddress,
  type Names,
  names,
  padding,
  presence,
  type Struct,
  struct,
  text,
  u8,
  u16,
  u32,
  u64,
  uint,
} from '../../wire/index.js';
import { type AttributeFields, AttributeSet, type AttributeType, multi } from '../attributes.js';
import { bitfield32 } from '../bitfield32.js';
import { headed } from '../headed.js';
import { lazy } from '../lazy.js';
import { nested } from '../nested.js';
import { select } from '../select.js';
import type { Attribute, Definition, Document, Member, SetDeclaration } from './document.js';
import { camelCase, namesOf, prefixOf } from './names.js';
import { numbered } from './numbered.js';

const hostOrder: Readonly<Record<string, AnyType>> = {
  u8,
  u16,
  u32,
  u64,
  s8: i8,
  s16: i16,
  s32: i32,
  s64: i64,
  uint,
  sint: uint,
};
const networkOrder: Readonly<Record<string, AnyType>> = { ...hostOrder, u16: be16, u32: be32, u64: be64 };

/** Attributes that mean nothing. */
const empty: ReadonlySet<string | undefined> = new Set([undefined, 'pad', 'unused']);

/** Builds types of the schema kit from what a document declares, each once, and when it is asked for. */
export class Types {
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #declarations: ReadonlyMap<string, SetDeclaration>;
  readonly #subMessages: ReadonlyMap<string, NonNullable<Document['sub-messages']>[number]>;
  readonly #structs = new Map<string, Struct<any>>();
  readonly #sets = new Map<string, AttributeSet>();

  constructor(document: Document) {
    const byName = <T extends { name: string }>(list: readonly T[] = []) =>
      new Map(list.map(item => [item.name, item]));
    this.#definitions = byName(document.definitions);
    this.#declarations = byName(document['attribute-sets']);
    this.#subMessages = byName(document['sub-messages']);
  }

  get setNames(): string[] {
    return [...this.#declarations.keys()];
  }

  get structNames(): string[] {
    return [...this.#definitions.values()].filter(({ type }) => type === 'struct').map(({ name }) => name);
  }

  /** Throws RangeError for a name that the document has not. */
  struct(name: string): Struct<any> {
    const made = this.#structs.get(name);
    if (made !== undefined) return made;
    const fields: Record<string, AnyType> = {};
    let pads = 0;
    for (const member of this.#definition(name).members ?? []) {
      const isPad = member.type === 'pad';
      fields[isPad ? `_${pads++}` : camelCase(member.name)] = isPad
        ? padding(member.len ?? 0)
        : this.#member(member);
    }
    const type = struct(fields);
    this.#structs.set(name, type);
    return type;
  }

  /** The set of attributes of a name. Throws RangeError for one that the document has not. */
  set(name: string): AttributeSet {
    const made = this.#sets.get(name);
    if (made !== undefined) return made;
    const declaration = this.#declaration(name);
    const fields: Record<string, readonly [number, AnyType]> = {};
    for (const [number, attribute] of this.numbers(name)) {
      if (empty.has(attribute.type) || attribute.name === 'unspec') continue;
      const type = this.attribute(attribute);
      const field = camelCase(attribute.name);
      const several = attribute['multi-attr'] === true ? multi(type) : type;
      fields[Object.hasOwn(fields, field) ? `${field}${number}` : field] = [number, several];
    }
    const set = new AttributeSet(prefixOf(declaration), fields as AttributeFields);
    this.#sets.set(name, set);
    return set;
  }

  /** Attributes by number: given, or one more than the one before, from 1. A subset has the numbers of the whole. */
  numbers(name: string): Map<number, Attribute> {
    const { attributes, 'subset-of': parent } = this.#declaration(name);
    if (parent !== undefined) {
      const whole = [...this.numbers(parent)];
      return new Map(
        attributes.flatMap(attribute => {
          const found = whole.find(([, { name: other }]) => other === attribute.name);
          return found === undefined ? [] : [[found[0], { ...found[1], ...attribute }] as const];
        }),
      );
    }
    let next = 1;
    return new Map(
      attributes.map(attribute => {
        const number = attribute.value ?? next;
        next = number + 1;
        return [number, attribute] as const;
      }),
    );
  }

  attribute(attribute: Attribute): AttributeType {
    const { type = 'binary', 'nested-attributes': inner, 'sub-message': subMessage, selector } = attribute;
    if (type === 'nest' && inner !== undefined) return this.#nest(inner);
    if (type === 'indexed-array') return numbered(this.#item(attribute));
    if (type === 'sub-message' && subMessage !== undefined && selector !== undefined)
      return this.#select(subMessage, camelCase(selector));
    if (type === 'bitfield32') return bitfield32(this.#names(attribute, true) ?? names('BIT', {}));
    return this.#plain(attribute);
  }

  #nest(name: string): AttributeType {
    // Sets may hold themselves.
    return lazy(() => nested(this.set(name), { flag: 'in requests' }));
  }

  #item(attribute: Attribute): AttributeType {
    const { 'sub-type': type = 'nest', 'nested-attributes': inner } = attribute;
    if (type === 'nest') return inner === undefined ? bytes : this.#nest(inner);
    return this.#plain({ ...attribute, type });
  }

  #select(name: string, selector: string): AttributeType {
    const cases: Record<string, AttributeType> = {};
    for (const { value, 'attribute-set': set, 'fixed-header': header } of this.#subMessages.get(name)
      ?.formats ?? []) {
      if (set !== undefined && header !== undefined) cases[value] = this.#headed(header, set);
      else if (header !== undefined) cases[value] = this.struct(header);
      else if (set !== undefined) cases[value] = this.#nest(set);
    }
    return select(selector, cases);
  }

  #headed(header: string, name: string): AttributeType {
    return lazy(() => {
      const set = this.set(name);
      return headed(struct(beside(this.struct(header).fields, set)), set);
    });
  }

  #plain(attribute: Attribute): AttributeType {
    const { type = 'binary', struct: name, 'sub-type': item, 'display-hint': hint } = attribute;
    if (name !== undefined) return this.struct(name);
    if (type === 'flag') return presence;
    if (type === 'string') return text;
    const number = this.#number(attribute);
    if (number !== undefined) return number;
    if (item !== undefined) {
      const of = this.#number({ ...attribute, type: item });
      if (of?.size !== undefined) return arrayOf(of as Integer);
    }
    return addressBy(hint) ?? bytes;
  }

  #member(member: Member): AnyType {
    const { type, len = 0, struct: name } = member;
    if (name !== undefined) return this.struct(name);
    if (type === 'string') return fixedText(len);
    return this.#number(member) ?? fixedBytes(len);
  }

  #number(typed: Attribute | Member): AnyType | undefined {
    const types = typed['byte-order'] === 'big-endian' ? networkOrder : hostOrder;
    const type = types[typed.type ?? ''];
    if (type === undefined) return undefined;
    const { size } = type;
    const found = size === undefined || size > 4 ? undefined : this.#names(typed, false);
    if (found === undefined) return type;
    return this.#isFlags(typed) ? flags(type as Integer, found) : enumOf(type as Integer, found);
  }

  #isFlags(typed: Attribute | Member): boolean {
    return typed['enum-as-flags'] === true || this.#definitions.get(typed.enum ?? '')?.type === 'flags';
  }

  #names(typed: Attribute | Member, asFlags: boolean): Names<string> | undefined {
    const definition = this.#definitions.get(typed.enum ?? '');
    return definition && namesOf(definition, asFlags || this.#isFlags(typed));
  }

  #definition(name: string): Definition {
    const found = this.#definitions.get(name);
    if (found === undefined) throw new RangeError(`the specification has no struct '${name}'`);
    return found;
  }

  #declaration(name: string): SetDeclaration {
    const found = this.#declarations.get(name);
    if (found === undefined) throw new RangeError(`the specification has no attribute set '${name}'`);
    return found;
  }
}

/** Fields of a struct in front of attributes: a name that attributes have too ends in `Header`. */
export function beside(
  fields: Readonly<Record<string, AnyType>>,
  attributes: AttributeSet,
): Record<string, AnyType> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, type]) => [
      attributes.byName.has(field) ? `${field}Header` : field,
      type,
    ]),
  );
}

function addressBy(hint: string | undefined): AttributeType | undefined {
  if (hint === 'mac') return linkAddress;
  return hint === 'ipv4' || hint === 'ipv6' || hint === 'ipv4-or-v6' ? ip : undefined;
}
