import { routeProtocols, routeScopes, routeTypes } from '../../../netlink/route/common.js';
import type { FlagList, Names } from '../../../wire/index.js';
import type { FormatContext } from './format.js';
import type { IprouteNames, NameTable } from './iproute-names.js';

type NumberName = (value: string | number, names: IprouteNames) => string;

/**
 * How ip calls the values of an enum, made into what is printed by `dress`: each is looked up once, and remembered
 * while the names stay the same.
 */
function namesOf(
  set: Names<string>,
  tableOf: (names: IprouteNames) => NameTable,
  dress = (name: string): string => name,
): NumberName {
  const numbers: Readonly<Record<string, number>> = set.numbers;
  let current: IprouteNames | undefined;
  let known = new Map<string | number, string>();
  return (value, names) => {
    if (names !== current) {
      current = names;
      known = new Map();
    }
    const before = known.get(value);
    if (before !== undefined) return before;
    const number = typeof value === 'number' ? value : numbers[value]!;
    const name = dress(tableOf(names).get(number) ?? String(number));
    known.set(value, name);
    return name;
  };
}

const protocols = (names: IprouteNames): NameTable => names.protocols;
const scopes = (names: IprouteNames): NameTable => names.scopes;

export const protocolName: NumberName = namesOf(routeProtocols, protocols);
export const scopeName: NumberName = namesOf(routeScopes, scopes);

/** With the word in front that ip's lines have. */
export const protocolText: NumberName = namesOf(routeProtocols, protocols, name => ` proto ${name}`);
export const scopeText: NumberName = namesOf(routeScopes, scopes, name => ` scope ${name}`);

/** As a further member of a JSON object. */
export const protocolJson: NumberName = namesOf(
  routeProtocols,
  protocols,
  name => `,"protocol":${JSON.stringify(name)}`,
);
export const scopeJson: NumberName = namesOf(routeScopes, scopes, name => `,"scope":${JSON.stringify(name)}`);

export function tableName(table: number, names: IprouteNames): string {
  return names.tables.get(table) ?? String(table);
}

export function realmName(realm: number, names: IprouteNames): string {
  return names.realms.get(realm) ?? String(realm);
}

/** Groups of interfaces; ip prints the numbers that have no name as signed ones. */
export function groupName(group: number, names: IprouteNames): string {
  return names.groups.get(group) ?? String(group | 0);
}

export function dsfieldName(tos: number, names: IprouteNames): string {
  return names.dsfields.get(tos) ?? `0x${tos.toString(16).padStart(2, '0')}`;
}

const routeTypeNumbers: Readonly<Record<string, number>> = routeTypes.numbers;

/** A route's type, or a rule's action, which has the numbers of the types; with -N the number. */
export function routeTypeName(type: string | number, { display }: FormatContext): string {
  if (display.numeric) return String(typeof type === 'number' ? type : routeTypeNumbers[type]);
  if (type === 'unspec') return 'none';
  if (typeof type === 'string') return type;
  return Object.entries(routeTypes.numbers).find(([, number]) => number === type)?.[0] ?? String(type);
}

/** The bits behind a list of flags. */
export function bitsOf(list: FlagList<string>, set: Names<string>): number {
  const numbers: Readonly<Record<string, number>> = set.numbers;
  let bits = 0;
  for (const item of list) bits |= typeof item === 'number' ? item : numbers[item]!;
  return bits >>> 0;
}
