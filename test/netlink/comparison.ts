import type { AttributeField, AttributeSet } from '../../src/netlink/attributes.js';
import type { AnyType, Names, Struct } from '../../src/wire/index.js';
import {
  camelCase,
  type Specification,
  type SpecifiedAttribute,
  type SpecifiedMember,
} from './specification.js';

/** Compares our declarations with a specification; notes each disagreement as one line of text. */
export class Comparison {
  readonly disagreements: string[] = [];
  /** Sets and definitions of the specification that stand beside one of ours. */
  readonly met = new Set<string>();
  readonly #specification: Specification;
  readonly #someKinds: boolean;
  /** Sets that serve several kinds are compared once, under the first. */
  readonly #compared = new Map<AttributeSet<any>, Set<string>>();

  /**
   * @param someKinds a specification's kinds are those of several of our tables: one is compared with what it has
   */
  constructor(specification: Specification, someKinds = false) {
    this.#specification = specification;
    this.#someKinds = someKinds;
  }

  set(path: string, ours: AttributeSet<any>, name: string): void {
    this.met.add(name);
    const specified = this.#specification.attributes(name);
    for (const [number, attribute] of specified) {
      if (attribute.type === 'pad' || attribute.type === 'unused' || attribute.name === 'unspec') continue;
      const field = ours.field(number);
      const specifiedName = camelCase(attribute.name);
      if (field === undefined) this.#note(`${path}.${specifiedName}`, `ours lacks attribute ${number}`);
      else {
        if (field.name !== specifiedName) this.#note(`${path}.${field.name}`, `named ${specifiedName} there`);
        this.#attribute(`${path}.${field.name}`, field, attribute);
      }
    }
    for (const field of ours.byName.values()) {
      if (!specified.has(field.number)) this.#note(`${path}.${field.name}`, 'not there');
    }
  }

  /** Fields are compared by where they stand; padding is what nobody has a field for. */
  struct(path: string, ours: Struct<any>, name: string, prefix = /^$/): void {
    this.met.add(name);
    const members = new Map<number, SpecifiedMember>();
    let size = 0;
    for (const member of this.#specification.definition(name).members!) {
      if (member.type !== 'pad')
        members.set(size, { ...member, name: camelCase(member.name.replace(prefix, '')) });
      size += this.#sizeOf(member);
    }
    let offset = 0;
    for (const [name, type] of Object.entries(ours.fields as Record<string, AnyType>)) {
      const member = members.get(offset);
      if (type.kind !== 'pad') {
        if (member === undefined) this.#note(`${path}.${name}`, `at byte ${offset} here, not there`);
        else this.#member(`${path}.${name}`, name, type, member);
        members.delete(offset);
      }
      offset += type.size!;
    }
    for (const [at, { name }] of members) this.#note(`${path}.${name}`, `not here, at byte ${at} there`);
    if (size !== ours.size) this.#note(path, `${ours.size} bytes here, ${size} there`);
  }

  names(path: string, ours: Names<string>, name: string): void {
    this.met.add(name);
    const specified = this.#specification.entries(name);
    for (const [entry, number] of specified) {
      if (ours.numbers[entry] === number) continue;
      const [other] = Object.entries(ours.numbers).find(([, candidate]) => candidate === number) ?? [];
      this.#note(
        `${path}=${other ?? entry}`,
        other === undefined ? `ours lacks ${number}` : `named ${entry} there`,
      );
    }
    const numbers = new Set(specified.values());
    for (const [entry, number] of Object.entries(ours.numbers)) {
      if (!numbers.has(number)) this.#note(`${path}=${entry}`, 'not there');
    }
  }

  /** The cases of a value whose set another attribute chooses. */
  #subMessage(path: string, cases: Readonly<Record<string, Composed>>, name: string): void {
    const { formats } = this.#specification.subMessages.find(candidate => candidate.name === name)!;
    for (const { value, 'attribute-set': set, 'fixed-header': header } of formats) {
      const type = cases[value];
      if (type === undefined) {
        if (!this.#someKinds) this.#note(`${path}:${value}`, 'only there');
        continue;
      }
      const { set: ours, header: head, fields } = type;
      const struct = (fields === undefined ? head : type) as Struct<any> | undefined;
      if (struct !== undefined && header !== undefined) this.struct(`${path}:${value}`, struct, header);
      else if (struct !== undefined || header !== undefined)
        this.#note(`${path}:${value}`, `a struct only ${header === undefined ? 'here' : 'there'}`);
      if (ours === undefined || set === undefined) {
        const here = ours !== undefined && ours.byName.size > 0;
        if (here || set !== undefined)
          this.#note(`${path}:${value}`, `attributes only ${here ? 'here' : 'there'}`);
        continue;
      }
      this.#setOnce(`${path}:${value}`, ours, set);
    }
    const specified = new Set(formats.map(({ value }) => value));
    for (const value of Object.keys(cases))
      if (!specified.has(value)) this.#note(`${path}:${value}`, 'not there');
  }

  #setOnce(path: string, ours: AttributeSet<any>, name: string): void {
    const before = this.#compared.get(ours) ?? new Set();
    this.#compared.set(ours, before);
    if (!before.has(name)) this.set(path, ours, name);
    before.add(name);
  }

  #attribute(path: string, field: AttributeField, attribute: SpecifiedAttribute): void {
    const { type } = field;
    const { set, item, fields, header, otherwise, cases } = type as Composed;
    if (field.multi !== (attribute['multi-attr'] ?? false))
      this.#note(path, 'comes once here, several times there, or the reverse');
    const [ours, theirs] = [wireType(type), specifiedType(attribute)];
    if (ours !== theirs) this.#note(path, `${ours} here, ${theirs} there`);
    const inner = set ?? (otherwise as Composed | undefined)?.set;
    if (inner !== undefined && theirs === 'nest') this.#setOnce(path, inner, attribute['nested-attributes']!);
    const { set: itemSet } = (item ?? {}) as Composed;
    if (itemSet !== undefined && theirs === 'indexed-array' && attribute['nested-attributes'] !== undefined)
      this.#setOnce(`${path}[]`, itemSet, attribute['nested-attributes']);
    if (cases !== undefined && attribute['sub-message'] !== undefined)
      this.#subMessage(path, cases, attribute['sub-message']);
    // What ends with a flexible array has its struct as a header.
    const whole = fields === undefined ? header : (type as Struct<any>);
    if (whole !== undefined && attribute.struct !== undefined && ours === 'struct' && theirs === 'struct')
      this.struct(path, whole, attribute.struct, /^(ifa|rta)-/);
    this.#meaning(path, item ?? type, attribute.enum);
  }

  #member(path: string, name: string, type: AnyType, member: SpecifiedMember): void {
    const ours = fixed(wireType(type), type.size);
    const theirs = fixed(specifiedType(member), member.len);
    if (name !== member.name) this.#note(path, `named ${member.name} there`);
    if (ours !== theirs) this.#note(path, `${ours} here, ${theirs} there`);
    else if (member.struct !== undefined) this.struct(path, type as Struct<any>, member.struct);
    this.#meaning(path, type, member.enum);
  }

  #sizeOf({ type, len, struct }: SpecifiedMember): number {
    if (struct === undefined) return len ?? Number(type.slice(1)) / 8;
    return this.#specification
      .definition(struct)
      .members!.reduce((size, member) => size + this.#sizeOf(member), 0);
  }

  #meaning(path: string, type: AnyType, specified: string | undefined): void {
    // A struct's are those of its fields.
    const { names } = 'fields' in type ? {} : (type as { names?: Names<string> });
    if (names !== undefined && specified !== undefined) this.names(path, names, specified);
    else if (names !== undefined) this.#note(path, `names of ${names.prefix}_ here, none there`);
    else if (specified !== undefined) this.#note(path, `no names here, ${specified} there`);
  }

  #note(path: string, what: string): void {
    this.disagreements.push(`${path}: ${what}`);
  }
}

/** What composed types have for those who walk them. */
interface Composed {
  readonly set?: AttributeSet<any>;
  readonly item?: AnyType;
  readonly header?: Struct<any>;
  readonly fields?: unknown;
  readonly otherwise?: AnyType;
  readonly cases?: Readonly<Record<string, Composed>>;
}

/** Addresses are binary in the specifications, and records are too; struct nla_bitfield32 has a name of its own there. */
const refined: Readonly<Record<string, string>> = {
  ip: 'binary',
  ipv4: 'binary',
  ipv6: 'binary',
  'link-address': 'binary',
  records: 'binary',
};

function wireType({ kind }: AnyType): string {
  return refined[kind] ?? kind;
}

function specifiedType(attribute: SpecifiedAttribute | SpecifiedMember): string {
  const { type = '', struct, 'sub-type': item, 'byte-order': order } = attribute as SpecifiedAttribute;
  if (struct !== undefined) return 'struct';
  if (type === 'indexed-array') return type;
  if (type === 'bitfield32') return 'struct';
  if (item !== undefined) return `${item} array`;
  return order === 'big-endian' ? type.replace(/^u/, 'be') : type;
}

function fixed(type: string, size: number | undefined): string {
  return type === 'binary' ? `${size} bytes` : type;
}
