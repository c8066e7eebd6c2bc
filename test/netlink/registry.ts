import { AttributeSet } from '../../src/netlink/attributes.js';
import { extendedAck } from '../../src/netlink/extended-ack.js';
import type { AnyType, Names, Struct } from '../../src/wire/index.js';
import { type AnyMessage, schemas } from './fixtures.js';

/** Everything that schemas declare, each once, with the path by which it was met first. */
export interface Registry {
  readonly messages: ReadonlyMap<AnyMessage, string>;
  readonly sets: ReadonlyMap<AttributeSet<any>, string>;
  readonly names: ReadonlyMap<Names<string>, string>;
  readonly structs: ReadonlyMap<Struct<any>, string>;
}

/** What composed types have for those who walk them. */
interface Walkable {
  readonly set?: AttributeSet<any>;
  readonly header?: AnyType;
  readonly fields?: Readonly<Record<string, AnyType>>;
  readonly names?: Names<string>;
  readonly cases?: Readonly<Record<string, AnyType>>;
  readonly otherwise?: AnyType;
  readonly item?: AnyType;
}

function collect(): Registry {
  const messages = new Map<AnyMessage, string>();
  const sets = new Map<AttributeSet<any>, string>();
  const names = new Map<Names<string>, string>();
  const structs = new Map<Struct<any>, string>();

  function visitSet(set: AttributeSet<any>, path: string): void {
    if (sets.has(set)) return;
    sets.set(set, path);
    for (const { name, type } of set.byName.values()) visit(type, `${path}.${name}`);
  }

  function visit(type: AnyType, path: string): void {
    const walkable = type as Walkable;
    // A struct's are those of its fields.
    if (walkable.names && !Array.isArray(walkable.names) && !names.has(walkable.names))
      names.set(walkable.names, path);
    if (walkable.fields && !structs.has(type as Struct<any>)) {
      structs.set(type as Struct<any>, path);
      for (const [name, field] of Object.entries(walkable.fields)) visit(field, `${path}.${name}`);
    }
    if (walkable.header) visit(walkable.header, path);
    if (walkable.set instanceof AttributeSet) visitSet(walkable.set, path);
    for (const [name, chosen] of Object.entries(walkable.cases ?? {})) visit(chosen, `${path}:${name}`);
    if (walkable.otherwise) visit(walkable.otherwise, `${path}:otherwise`);
    if (walkable.item) visit(walkable.item, `${path}[]`);
  }

  for (const schema of Object.values(schemas)) {
    if (messages.has(schema)) continue;
    messages.set(schema, schema.name);
    visit(schema.header, schema.name);
    visitSet(schema.attributes, schema.name);
    for (const [type, set] of Object.entries(schema.requests ?? {})) visitSet(set, `${schema.name}(${type})`);
  }
  visitSet(extendedAck, 'extendedAck');
  return { messages, sets, names, structs };
}

export const registry: Registry = collect();
