import { parse } from 'yaml';
import { type AnyType, enumOf, names, padding, type Struct, struct, u8 } from '../../wire/index.js';
import { AttributeSet } from '../attributes.js';
import { Message } from '../message.js';
import type { Document, Operation } from './document.js';
import { camelCase, constantOf } from './names.js';
import { beside, Types } from './types.js';

/** A family of netlink messages as the kernel's own specification of it declares them, in the types of the schema kit. */
export interface Specification {
  readonly name: string;
  /** Of families that are no generic ones, the netlink protocol: 0 is NETLINK_ROUTE. */
  readonly protocol: number | undefined;
  /** Whether it is a generic netlink family, whose number the kernel tells (nlctrl). */
  readonly generic: boolean;
  /** The names of the attribute sets and structs. */
  readonly sets: readonly string[];
  readonly structs: readonly string[];
  /** An attribute set. Throws RangeError for a name that there is not. */
  set(name: string): AttributeSet;
  struct(name: string): Struct<any>;
  /**
   * The messages by the name of their attribute set, `none` without one. Those of a generic family have the fields `cmd` and `version` in
   * front, and the number that the kernel gave the family as their type.
   */
  messages(family?: number): Readonly<Record<string, Message<any, any>>>;
}

/**
 * Reads a specification of a netlink family: YAML of the kernel's Documentation/netlink/specs, or what that was parsed to.
 * Throws what `yaml` throws for text that is no YAML, and TypeError for what is no specification.
 */
export function loadSpecification(source: string | object): Specification {
  const document = (typeof source === 'string' ? parse(source) : source) as Document;
  if (typeof document?.name !== 'string' || !Array.isArray(document['attribute-sets']))
    throw new TypeError('this is no specification of a netlink family: it has no name or no attribute-sets');
  if (!Array.isArray(document.operations?.list))
    throw new TypeError(`the specification ${document.name} has no operations`);
  const types = new Types(document);
  const generic = document.protocol !== 'netlink-raw';
  return {
    name: document.name,
    protocol: generic ? undefined : (document.protonum ?? 0),
    generic,
    sets: types.setNames,
    structs: types.structNames,
    set: name => types.set(name),
    struct: name => types.struct(name),
    messages: family => messagesOf(document, types, generic, family),
  };
}

/** The messages with one attribute set, and one header. */
interface Group {
  readonly header: string | undefined;
  readonly operations: Operation[];
}

/** The name of operations that have no attributes. */
const without = 'none';

function messagesOf(
  document: Document,
  types: Types,
  generic: boolean,
  family: number | undefined,
): Record<string, Message<any, any>> {
  if (generic && family === undefined)
    throw new TypeError(`${document.name} is a generic family: give the number that the kernel gave it`);
  const { operations } = document;
  const groups = new Map<string, Group>();
  for (const operation of operations.list) {
    const set = operation['attribute-set'] ?? without;
    const header = operation['fixed-header'] ?? operations['fixed-header'];
    const before = groups.get(set);
    if (before === undefined) groups.set(set, { header, operations: [operation] });
    else if (before.header === header) before.operations.push(operation);
  }
  const commands = generic ? commandNames(document) : {};
  return Object.fromEntries(
    [...groups].map(([set, group]) => {
      const attributes = set === without ? new AttributeSet('NONE', {}) : types.set(set);
      const header = headerOf(types, group.header, generic ? commands : undefined, attributes);
      const numbers = generic
        ? { [constantOf('', document.name)]: family! }
        : messageNumbers(document, group.operations);
      return [
        set,
        new Message({ name: set === without ? document.name : set, types: numbers, header, attributes }),
      ];
    }),
  );
}

/** struct genlmsghdr of generic families, and the family's own struct. */
function headerOf(
  types: Types,
  name: string | undefined,
  commands: Readonly<Record<string, number>> | undefined,
  attributes: AttributeSet,
): Struct<any> {
  const own: Readonly<Record<string, AnyType>> = name === undefined ? {} : types.struct(name).fields;
  const fields: Record<string, AnyType> =
    commands === undefined
      ? {}
      : { cmd: enumOf(u8, names('CMD', commands)), version: u8, _reserved: padding(2) };
  return struct(beside({ ...fields, ...own }, attributes));
}

/** The numbers of a generic family's commands: given, or one more than the one before, from 1. */
function commandNames({ operations }: Document): Record<string, number> {
  const commands: Record<string, number> = {};
  let next = 1;
  for (const operation of operations.list) {
    const given = operation.value ?? operation.do?.request?.value ?? operation.dump?.request?.value;
    const answered = operation.do?.reply?.value ?? operation.dump?.reply?.value;
    const number = given ?? next;
    next = number + 1;
    commands[camelCase(operation.name)] ??= number;
    if (answered !== undefined && answered !== number)
      commands[`${camelCase(operation.name)}Reply`] ??= answered;
  }
  return commands;
}

/** Message types by their constants, as far as the specification gives numbers. */
function messageNumbers({ name, operations }: Document, list: readonly Operation[]): Record<string, number> {
  const prefix = operations['name-prefix'] ?? `${name}-`;
  const numbers: Record<string, number> = {};
  const answers: [string, number][] = [];
  for (const { name: operation, value, do: asked, dump, event } of list) {
    const constant = constantOf(prefix, operation);
    const number = value ?? asked?.request?.value ?? dump?.request?.value ?? event?.value;
    if (number !== undefined) numbers[constant] = number;
    const answer = asked?.reply?.value ?? dump?.reply?.value;
    if (answer !== undefined) answers.push([`${constant}_REPLY`, answer]);
  }
  const known = new Set(Object.values(numbers));
  for (const [constant, number] of answers) {
    if (known.has(number)) continue;
    known.add(number);
    numbers[constant] = number;
  }
  return numbers;
}
