import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url).pathname;
const src = join(root, 'src');

/** Which folders of src/ the files of one may import besides their own. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  wire: [],
  socket: ['wire'],
  netlink: ['wire', 'socket'],
  unix: ['wire', 'socket'],
  raw: ['wire', 'socket'],
  labs: ['wire', 'socket', 'netlink', 'unix', 'raw'],
  cli: ['wire', 'socket', 'netlink', 'unix', 'raw', 'labs'],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts'));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), 'utf8');
  const found = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map(([, name]) => name!);
}

/** A relative import as a path below src/. */
function target(file: string, name: string): string {
  return relative(src, resolve(src, dirname(file), name)).replace(/\.js$/, '.ts');
}

const folder = (file: string): string => file.split('/')[0]!;

describe('layering', () => {
  it('has a rule for every folder', () => {
    expect(files.filter(file => !Object.hasOwn(allowed, folder(file)))).toEqual([]);
  });

  it('docs/architecture.md names every folder', () => {
    const map = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
    const folders = new Set(files.flatMap(file => dirname(file).split('/')));
    folders.delete('.');
    expect(folders.size).toBeGreaterThan(30);
    expect([...folders].filter(name => !new RegExp(`[ /]${name}/`).test(map))).toEqual([]);
  });

  it.each(files)('%s imports only what is below it', file => {
    const own = folder(file);
    for (const name of importsOf(file).filter(name => name.startsWith('.'))) {
      const other = folder(target(file, name));
      if (other !== own) expect(allowed[own], `${file} imports ${name}`).toContain(other);
    }
  });

  it('wire imports nothing at all', () => {
    for (const file of files.filter(name => folder(name) === 'wire')) {
      for (const name of importsOf(file)) expect(name, file).toMatch(/^\.\//);
    }
  });

  it('only src/socket/addon.ts touches the addon', () => {
    const users = files.filter(file => readFileSync(join(src, file), 'utf8').includes('afkit.node'));
    expect(users).toEqual(['socket/addon.ts']);
  });

  it.each(['netlink/route/index.ts', 'raw/formats.ts'])('%s can be used without the addon', first => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const name of importsOf(file)) if (name.startsWith('.')) visit(target(file, name));
    };
    visit(first);
    expect([...seen].filter(file => folder(file) === 'socket')).toEqual([]);
    expect(seen.size).toBeGreaterThan(20);
  });

  it('the library prints nothing', () => {
    for (const file of files.filter(name => folder(name) !== 'cli')) {
      expect(readFileSync(join(src, file), 'utf8'), file).not.toMatch(/\bconsole\.|process\.(stdout|stderr)/);
    }
  });
});
