/** Topologies from files: JSON or YAML, with the fields of HostDeclaration and LinkDeclaration. */
import { parse } from 'yaml';
import { parsePrefix } from '../netlink/route/options/prefix.js';
import { nearest } from '../wire/index.js';
import {
  type HostDeclaration,
  type LinkDeclaration,
  parseRoute,
  type Topology,
  TopologyError,
  topology,
} from './topology.js';

type Shape = (value: unknown, path: string) => void;

const isText: Shape = (value, path) => {
  if (typeof value !== 'string' && typeof value !== 'number') throw new TopologyError(`${path} must be text`);
};
const isBoolean: Shape = (value, path) => {
  if (typeof value !== 'boolean') throw new TopologyError(`${path} must be true or false`);
};
const isAddress: Shape = (value, path) =>
  reading(path, 'an address and the length of its prefix are wanted, as in 10.9.1.1/24', () =>
    parsePrefix(String(value)),
  );
const isRoute: Shape = (value, path) =>
  reading(path, 'a route is wanted, as in 10.9.2.0/24 via 10.9.1.2', () => parseRoute(String(value)));
const listOf =
  (item: Shape): Shape =>
  (value, path) => {
    if (!Array.isArray(value)) throw new TopologyError(`${path} must be a list`);
    for (const [index, entry] of value.entries()) item(entry, `${path}[${index}]`);
  };
const mapOf =
  (item: Shape): Shape =>
  (value, path) => {
    for (const [name, entry] of Object.entries(record(value, path))) item(entry, `${path}.${name}`);
  };

const hostFields: Readonly<Record<keyof HostDeclaration, Shape>> = {
  forwarding: isBoolean,
  routes: listOf(isRoute),
  nft: isText,
  sysctls: mapOf(isText),
};

/**
 * The topology in a file's text.
 *
 * @param name the file's, for messages
 * @throws TopologyError for what is no topology, with the place
 */
export function parseTopology(text: string, name: string): Topology {
  const file = record(parsed(text, name), name);
  knownNames(file, ['hosts', 'links'], name);
  const hosts = record(file.hosts ?? {}, 'hosts');
  if (Object.keys(hosts).length === 0) throw new TopologyError(`${name} has no hosts`);
  for (const [host, declaration] of Object.entries(hosts)) checkHost(host, declaration);
  const links = file.links ?? [];
  listOf(mapOf(listOf(isAddress)))(links, 'links');
  try {
    return topology(
      Object.fromEntries(
        Object.entries(hosts).map(([host, declaration]) => [host, (declaration ?? {}) as HostDeclaration]),
      ),
      links as LinkDeclaration[],
    );
  } catch (error) {
    if (error instanceof RangeError) throw new TopologyError(`${name}: ${error.message}`);
    throw error;
  }
}

function parsed(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new TopologyError(`${name} is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`);
  }
}

function reading(path: string, wanted: string, read: () => unknown): void {
  try {
    read();
  } catch (error) {
    throw new TopologyError(`${path}: ${(error as Error).message}; ${wanted}`);
  }
}

function checkHost(host: string, declaration: unknown): void {
  if (!/^[\w-]{1,12}$/.test(host)) {
    throw new TopologyError(
      `a host's name has 1 to 12 letters, digits, - and _, for it names interfaces: '${host}'`,
    );
  }
  const fields = record(declaration ?? {}, `hosts.${host}`);
  knownNames(fields, Object.keys(hostFields), `hosts.${host}`);
  for (const [name, value] of Object.entries(fields))
    hostFields[name as keyof HostDeclaration](value, `hosts.${host}.${name}`);
}

function record(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new TopologyError(`${path} must have names and values`);
}

function knownNames(value: Record<string, unknown>, known: readonly string[], path: string): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const offer = near === undefined ? `there is ${known.join(', ')}` : `did you mean '${near}'?`;
    throw new TopologyError(`${path} has no '${name}': ${offer}`);
  }
}
