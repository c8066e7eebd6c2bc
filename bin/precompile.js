// Keeps what V8 compiles of the commands while they run, for their next start. npm runs this when it builds or installs
// the package; where it does not, or where nothing can be kept, they compile at every start.
const { spawnSync } = require('node:child_process');
const { renameSync, writeFileSync } = require('node:fs');
const { cacheOf, load } = require('./load.js');

/** What is run of each: its help, and what is used most, needs no privilege and changes nothing. */
const lines = {
  nlmon: [
    ['--help'],
    ['links', '--once', '-d'],
    ['links', '--once', '--json'],
    ['addrs', '--once'],
    ['routes', '--once'],
    ['neighs', '--once'],
  ],
  rawctl: [['--help']],
  socklab: [['--help'], ['list']],
  unixctl: [['--help'], ['ls']],
};

async function precompile(command) {
  const { main, script } = load(command);
  // It was kept before.
  if (script.cachedDataRejected === false) return;
  for (const line of lines[command]) await main(line).catch(() => {});
  const cache = cacheOf(command);
  writeFileSync(`${cache}.new`, script.createCachedData());
  renameSync(`${cache}.new`, cache);
}

const [, program, command] = process.argv;
if (command !== undefined) precompile(command);
else
  for (const name of Object.keys(lines))
    spawnSync(process.execPath, [program, name], { stdio: 'ignore', timeout: 60_000 });
