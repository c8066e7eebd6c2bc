// Loads the commands' bundles with what V8 compiled of them before: compiling takes longer than a short command runs.
const { readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, '../dist/bin');
const cacheOf = command => join(folder, `${command}.cache`);

/** A command's main function, and the script that it is of. */
function load(command) {
  const filename = join(folder, `${command}.cjs`);
  // Bundles are ASCII.
  const source = readFileSync(filename, 'latin1');
  const script = new Script(`(function (exports, require, __filename) {${source}\n})`, {
    filename,
    cachedData: compiledBefore(command, filename),
  });
  const exported = {};
  script.runInThisContext()(exported, require, filename);
  return { main: exported.main, script };
}

/** What bin/precompile.js left. V8 does not take what another version of it, or one with other flags, made. */
function compiledBefore(command, filename) {
  try {
    const cache = cacheOf(command);
    // A bundle that was changed since may have the same length, which is all that V8 compares.
    return statSync(cache).mtimeMs >= statSync(filename).mtimeMs ? readFileSync(cache) : undefined;
  } catch {
    return undefined;
  }
}

/** Runs the command line of this process. */
function run(command) {
  let main;
  try {
    ({ main } = load(command));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    process.stderr.write(`${command}: afkit is not built yet: run npm install in its folder\n`);
    process.exit(1);
  }
  main(process.argv.slice(2)).then(code => {
    process.exitCode = code;
  });
}

module.exports = { cacheOf, load, run };
