// Packages that the bench compares with and that nobody else needs: installed beside the project's own when first asked for.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../node_modules/.cache/afkit-bench', import.meta.url));
const packages = { 'unix-dgram': '2.0.7', usocket: '1.1.0' };

/** Where the peers are, and why some are not. */
export function installPeers() {
  mkdirSync(folder, { recursive: true });
  try {
    if (!existsSync(join(folder, 'node_modules/usocket'))) {
      writeFileSync(join(folder, 'package.json'), '{"private":true}');
      const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
      const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      execFileSync('npm', ['install', ...options, ...names], { cwd: folder, stdio: 'pipe' });
    }
  } catch (error) {
    return { folder, missing: Object.fromEntries(Object.keys(packages).map(name => [name, reason(error)])) };
  }
  const missing = {};
  for (const name of Object.keys(packages)) {
    try {
      if (!existsSync(join(folder, 'node_modules', name, 'build/Release'))) build(name);
    } catch (error) {
      missing[name] = reason(error);
    }
  }
  return { folder, missing };
}

function build(name) {
  const gyp = join(folder, 'node_modules/node-gyp/bin/node-gyp.js');
  const prefix = resolve(dirname(process.execPath), '..');
  const headers = existsSync(join(prefix, 'include/node/node_version.h')) ? [`--nodedir=${prefix}`] : [];
  execFileSync(process.execPath, [gyp, 'rebuild', '--loglevel=error', ...headers], {
    cwd: join(folder, 'node_modules', name),
    stdio: 'pipe',
  });
}

function reason(error) {
  const text = `${error.stderr ?? ''}`.trim().split('\n').at(-1) || error.message;
  return `not available: ${text.slice(0, 80)}`;
}
