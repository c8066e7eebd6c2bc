// Builds the addon. Run by npm as the package's install script: quiet when all goes well, one line
// when a tool is missing, the compiler's own output when compiling fails.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const addon = join(here, 'build/Release/afkit.node');
const stampFile = join(here, 'build/afkit.stamp');
const stamp = `${process.versions.modules} ${process.arch} ${process.platform}\n`;

// gyp's actions call `node`, which need not be on the path of who runs this.
const env = { ...process.env, PATH: (process.env.PATH ?? '') + delimiter + dirname(process.execPath) };

if (process.platform !== 'linux') fail(`afkit works on Linux only, and this is ${process.platform}`);
if (!isUpToDate()) {
  const missing = missingTools();
  if (missing.length > 0) {
    fail(
      `afkit: cannot compile its native addon, for lack of ${missing.join(', ')}: install ` +
        '"g++ make python3" (Debian), "gcc-c++ make python3" (Fedora) or ' +
        '"g++ make python3 linux-headers" (Alpine)',
    );
  }
  build();
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

function isUpToDate() {
  if (!existsSync(addon) || !existsSync(stampFile)) return false;
  if (readFileSync(stampFile, 'utf8') !== stamp) return false;
  const built = statSync(addon).mtimeMs;
  const sources = readdirSync(join(here, 'src')).map(name => join(here, 'src', name));
  return [...sources, join(here, 'binding.gyp')].every(path => statSync(path).mtimeMs <= built) && loads();
}

// An addon that was built against another C library is up to date and useless.
function loads() {
  try {
    createRequire(import.meta.url)(addon);
    return true;
  } catch {
    return false;
  }
}

function missingTools() {
  const tools = [
    ['a C++ compiler', [process.env.CXX ?? 'g++']],
    ['make', [process.env.MAKE ?? 'make']],
    ['python3', [process.env.npm_config_python, process.env.PYTHON, 'python3', 'python']],
  ];
  return tools.filter(([, commands]) => !commands.some(runs)).map(([name]) => name);
}

// Of `ccache g++` the first word is the program.
function runs(command) {
  const program = command?.trim().split(/\s+/)[0];
  return Boolean(program) && spawnSync(program, ['--version'], { env, stdio: 'ignore' }).status === 0;
}

function nodeGyp() {
  const besideNpm = process.env.npm_execpath && resolve(dirname(process.env.npm_execpath), '..');
  const besideNode = resolve(dirname(process.execPath), '../lib/node_modules/npm');
  const scripts = [
    process.env.npm_config_node_gyp,
    ...[besideNpm, besideNode].filter(Boolean).map(npm => join(npm, 'node_modules/node-gyp/bin/node-gyp.js')),
  ];
  const script = scripts.find(path => path && existsSync(path));
  if (script !== undefined) return [process.execPath, script];
  return runs('node-gyp') ? ['node-gyp'] : ['npx', '--no-install', 'node-gyp'];
}

// The headers that came with this Node.js, where they did: then nothing is downloaded.
function headers() {
  if (process.env.npm_config_nodedir) return [];
  const prefix = resolve(dirname(process.execPath), '..');
  const version = join(prefix, 'include/node/node_version.h');
  if (!existsSync(version)) return [];
  const text = readFileSync(version, 'utf8');
  const numbers = ['MAJOR', 'MINOR', 'PATCH'].map(
    part => new RegExp(`#define NODE_${part}_VERSION (\\d+)`).exec(text)?.[1],
  );
  return numbers.join('.') === process.versions.node ? [`--nodedir=${prefix}`] : [];
}

function build() {
  const [command, ...first] = nodeGyp();
  const options = ['rebuild', '--loglevel=error', ...headers()];
  const result = spawnSync(command, [...first, ...options], {
    cwd: here,
    env: { MAKEFLAGS: '-j2', ...env },
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (result.error)
    fail(`afkit: cannot run node-gyp (${result.error.message}): install it with npm install -g node-gyp`);
  if (result.status !== 0) {
    process.stderr.write(result.stdout + result.stderr);
    fail('afkit: its native addon did not compile; the output above says why');
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
}
