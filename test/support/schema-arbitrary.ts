import fc from 'fast-check';
import type { AttributeField, AttributeSet } from '../../src/netlink/attributes.js';
import { type AnyType, ipv6Text, parseIp, type Struct, toHex } from '../../src/wire/index.js';

/** What composed types have for those who walk them. */
interface Walkable {
  readonly kind: string;
  readonly size: number | undefined;
  readonly set?: AttributeSet<any>;
  readonly header?: Struct<any>;
  readonly fields?: Readonly<Record<string, AnyType>>;
  readonly item?: AnyType;
}

/** Values in place of what the type allows, by the path of names to them: `parms.rate.cellLog`. */
export type Instead = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** Values that a type takes: every field of a struct, some of the attributes of a set, small and large numbers. */
export function arbitraryOf(type: AnyType, instead: Instead = {}, path = ''): fc.Arbitrary<unknown> {
  const given = instead[path];
  if (given !== undefined) return given;
  const { kind, size, set, header, fields, item } = type as Walkable;
  if (fields !== undefined) return fc.record(membersOf(fields, instead, path));
  if (header !== undefined && set !== undefined) {
    const required = membersOf(header.fields as Readonly<Record<string, AnyType>>, instead, path);
    return fc.record(
      { ...required, ...attributesOf(set, instead, path) },
      { requiredKeys: Object.keys(required) },
    );
  }
  if (kind === 'nest') return fc.record(attributesOf(set!, instead, path), { requiredKeys: [] });
  if (item !== undefined) {
    const length = size === undefined ? undefined : size / item.size!;
    const bounds = length === undefined ? { maxLength: 4 } : { minLength: length, maxLength: length };
    return fc.array(arbitraryOf(item, instead, `${path}[]`), bounds);
  }
  return plain(kind, size);
}

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function membersOf(fields: Readonly<Record<string, AnyType>>, instead: Instead, path: string) {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, type] of Object.entries(fields)) {
    if (type.kind !== 'pad') members[name] = arbitraryOf(type, instead, below(path, name));
  }
  return members;
}

function attributesOf(set: AttributeSet<any>, instead: Instead, path: string) {
  const attributes: Record<string, fc.Arbitrary<unknown>> = {};
  for (const { name, type, multi } of set.byName.values() as Iterable<AttributeField>) {
    const one = arbitraryOf(type, instead, below(path, name));
    attributes[name] = multi ? fc.array(one, { minLength: 1, maxLength: 4 }) : one;
  }
  return attributes;
}

/** A number of so many bits: as often small as any. */
function number(bits: number, signed: boolean): fc.Arbitrary<number | bigint> {
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const any = fc.bigInt(signed ? -max - 1n : 0n, max);
  const small = fc.integer({ min: signed ? -20 : 0, max: 100 });
  return fc.oneof(
    small,
    any.map(value => (bits <= 32 ? Number(value) : value)),
  );
}

function plain(kind: string, size: number | undefined): fc.Arbitrary<unknown> {
  const [, sign, bits] = /^(u|s|be)(8|16|32|64)$/.exec(kind) ?? [];
  if (bits !== undefined) return number(Number(bits), sign === 's');
  if (kind === 'flag') return fc.constant(true);
  if (kind === 'string') return fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  if (kind === 'ipv4') return fc.ipV4();
  if (kind === 'ipv6') return fc.ipV6().map(text => ipv6Text(parseIp(text) ?? new Uint8Array(16), 0));
  if (kind === 'link-address')
    return fc.uint8Array({ minLength: size ?? 6, maxLength: size ?? 6 }).map(address => toHex(address, ':'));
  const bounds = size === undefined ? { maxLength: 8 } : { minLength: size, maxLength: size };
  if (kind === 'binary') return fc.uint8Array(bounds);
  throw new TypeError(`no values are known for ${kind}`);
}
