import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names that /etc/iproute2 gives to the numbers of a kind (ip(8)); a number without one is not in the table. */
export type NameTable = ReadonlyMap<number, string>;

export interface IprouteNames {
  /** rt_tables */
  readonly tables: NameTable;
  /** rt_protos */
  readonly protocols: NameTable;
  /** rt_scopes */
  readonly scopes: NameTable;
  /** rt_realms */
  readonly realms: NameTable;
  /** rt_dsfield */
  readonly dsfields: NameTable;
  /** rt_addrprotos, where it exists */
  readonly addressProtocols: NameTable;
  /** group */
  readonly groups: NameTable;
}

interface Database {
  readonly file: string;
  /** The numbers from here on have no name, whatever the file says. */
  readonly limit: number;
  /** Names that hold unless the file has another one. */
  readonly defaults: Readonly<Record<number, string>>;
}

const byte = 0x100;
/** ip keeps the numbers of these kinds in a signed integer. */
const signed = 0x8000_0000;

const databases: { readonly [K in keyof IprouteNames]: Database } = {
  tables: { file: 'rt_tables', limit: signed, defaults: { 253: 'default', 254: 'main', 255: 'local' } },
  protocols: {
    file: 'rt_protos',
    limit: byte,
    defaults: {
      0: 'unspec',
      1: 'redirect',
      2: 'kernel',
      3: 'boot',
      4: 'static',
      8: 'gated',
      9: 'ra',
      10: 'mrt',
      11: 'zebra',
      12: 'bird',
      13: 'dnrouted',
      14: 'xorp',
      15: 'ntk',
      16: 'dhcp',
      18: 'keepalived',
      42: 'babel',
      186: 'bgp',
      187: 'isis',
      188: 'ospf',
      189: 'rip',
      192: 'eigrp',
    },
  },
  scopes: {
    file: 'rt_scopes',
    limit: byte,
    defaults: { 0: 'global', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' },
  },
  realms: { file: 'rt_realms', limit: byte, defaults: { 0: 'unknown' } },
  dsfields: { file: 'rt_dsfield', limit: byte, defaults: { 0: '0' } },
  addressProtocols: {
    file: 'rt_addrprotos',
    limit: byte,
    defaults: { 0: 'unspec', 1: 'kernel_lo', 2: 'kernel_ra', 3: 'kernel_ll' },
  },
  groups: { file: 'group', limit: signed, defaults: { 0: 'default' } },
};

/** What `ip -N` prints with: a number for everything. */
export const noNames: IprouteNames = {
  tables: new Map(),
  protocols: new Map(),
  scopes: new Map(),
  realms: new Map(),
  dsfields: new Map(),
  addressProtocols: new Map(),
  groups: new Map(),
};

/** The administrator's folder, then the distribution's, which iproute2 6.7 and later read behind it. */
const iprouteFolders = ['/etc/iproute2', '/usr/share/iproute2'];

/**
 * The names that this system's ip uses. A file is read when its names are first asked for; one that is not there,
 * or cannot be read, leaves ip's own names.
 *
 * @param folders where the files are, the one that takes precedence first
 */
export function loadIprouteNames(folders: readonly string[] = iprouteFolders): IprouteNames {
  const names = {};
  for (const [kind, database] of Object.entries(databases)) {
    let table: NameTable | undefined;
    Object.defineProperty(names, kind, {
      enumerable: true,
      get: () => {
        table ??= readDatabase(folders, database);
        return table;
      },
    });
  }
  return names as IprouteNames;
}

function readDatabase(folders: readonly string[], { file, limit, defaults }: Database): NameTable {
  const table = new Map<number, string>();
  for (const [number, name] of Object.entries(defaults)) table.set(Number(number), name);
  for (const content of [mainFile(folders, file), ...furtherFiles(folders, `${file}.d`)]) {
    for (const [number, name] of entries(content)) if (number < limit) table.set(number, name);
  }
  return table;
}

/** The file's content in the first folder that has it. */
function mainFile(folders: readonly string[], file: string): string {
  for (const folder of folders) {
    const content = read(join(folder, file));
    if (content !== undefined) return content;
  }
  return '';
}

/** The contents of the `.conf` files of a folder; the distribution's come first, so that the others prevail. */
function furtherFiles(folders: readonly string[], folder: string): string[] {
  const paths = new Map<string, string>();
  for (const parent of folders.toReversed()) {
    for (const name of list(join(parent, folder))) {
      if (!name.endsWith('.conf') || name.startsWith('.')) continue;
      paths.delete(name);
      paths.set(name, join(parent, folder, name));
    }
  }
  return [...paths.values()].map(path => read(path) ?? '');
}

/** A number, decimal or hexadecimal, and a name; the rest of the line is not looked at. */
const entry = /^(?:0x([0-9a-f]+)(?![0-9a-f])|(-?\d+)(?!\d))\s*(\S+)/i;

function* entries(content: string): Generator<[number: number, name: string]> {
  for (const line of content.split('\n')) {
    const text = line.trimStart();
    if (text === '' || text.startsWith('#')) continue;
    const match = entry.exec(text);
    // What stands behind a line that cannot be read is lost to ip too.
    if (match === null) return;
    const number = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
    if (number >= 0) yield [number, match[3]!];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch {
    return [];
  }
}
