import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** An attribute as the kernel's YAML specifications describe it. */
export interface SpecifiedAttribute {
  readonly name: string;
  readonly type?: string;
  readonly value?: number;
  readonly struct?: string;
  readonly enum?: string;
  readonly 'byte-order'?: 'big-endian';
  readonly 'sub-type'?: string;
  readonly 'sub-message'?: string;
  readonly 'nested-attributes'?: string;
  readonly 'multi-attr'?: boolean;
}

export interface SpecifiedSet {
  readonly name: string;
  readonly 'subset-of'?: string;
  readonly attributes: readonly SpecifiedAttribute[];
}

export interface SpecifiedEntry {
  readonly name: string;
  readonly value?: number;
}

export interface SpecifiedMember {
  readonly name: string;
  readonly type: string;
  readonly len?: number;
  readonly enum?: string;
  readonly struct?: string;
  readonly 'byte-order'?: 'big-endian';
}

export interface SpecifiedDefinition {
  readonly name: string;
  readonly type: 'struct' | 'enum' | 'flags' | 'const';
  readonly members?: readonly SpecifiedMember[];
  readonly entries?: readonly (string | SpecifiedEntry)[];
  readonly 'value-start'?: number;
}

/** The sets that an attribute's value may be of, by the value of another attribute. */
export interface SpecifiedSubMessage {
  readonly name: string;
  readonly formats: readonly {
    readonly value: string;
    readonly 'fixed-header'?: string;
    readonly 'attribute-set'?: string;
  }[];
}

interface SpecifiedOperation {
  readonly name: string;
  readonly do?: { readonly request?: { readonly value?: number } };
  readonly dump?: { readonly request?: { readonly value?: number } };
}

/** One of the kernel's specifications (Documentation/netlink/specs). */
export class Specification {
  readonly definitions: readonly SpecifiedDefinition[];
  readonly sets: readonly SpecifiedSet[];
  readonly subMessages: readonly SpecifiedSubMessage[];
  readonly operations: readonly SpecifiedOperation[];

  constructor(path: string) {
    const document = parse(readFileSync(path, 'utf8')) as Record<string, any>;
    this.definitions = document.definitions ?? [];
    this.sets = document['attribute-sets'] ?? [];
    this.subMessages = document['sub-messages'] ?? [];
    this.operations = document.operations.list;
  }

  definition(name: string): SpecifiedDefinition {
    const found = this.definitions.find(definition => definition.name === name);
    if (found === undefined) throw new Error(`no definition ${name}`);
    return found;
  }

  /** A set's attributes by their numbers: given, or one more than the number before, from 1. */
  attributes(name: string): Map<number, SpecifiedAttribute> {
    const set = this.sets.find(candidate => candidate.name === name);
    if (set === undefined) throw new Error(`no attribute set ${name}`);
    const parent = set['subset-of'];
    if (parent !== undefined) {
      const whole = [...this.attributes(parent)];
      return new Map(
        set.attributes.map(attribute => {
          const [number, inherited] = whole.find(([, { name }]) => name === attribute.name)!;
          return [number, { ...inherited, ...attribute }];
        }),
      );
    }
    let next = 1;
    return new Map(
      set.attributes.map(attribute => {
        const number = attribute.value ?? next;
        next = number + 1;
        return [number, attribute];
      }),
    );
  }

  /** Names of an enumeration with their numbers; of flags with their bits. */
  entries(name: string): Map<string, number> {
    const { type, entries = [], 'value-start': first = 0 } = this.definition(name);
    let next = first;
    return new Map(
      entries.map(entry => {
        const { name, value = next } = typeof entry === 'string' ? { name: entry } : entry;
        next = value + 1;
        return [camelCase(name), type === 'flags' ? 2 ** value : value];
      }),
    );
  }

  /** Message types by the kernel's constants, as far as the specification gives numbers. */
  messageTypes(): Map<string, number> {
    const types = new Map<string, number>();
    for (const { name, do: asked, dump } of this.operations) {
      const number = asked?.request?.value ?? dump?.request?.value;
      if (number !== undefined) types.set(`RTM_${name.replaceAll('-', '_').toUpperCase()}`, number);
    }
    return types;
  }
}

/** `rx-packets` as we write it: `rxPackets`. */
export function camelCase(name: string): string {
  return name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}
