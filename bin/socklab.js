#!/usr/bin/env node
const { main } = await import('../dist/bin/socklab.js').catch(error => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('socklab: afkit is not built yet: run npm install in its folder\n');
  process.exit(1);
});

process.exitCode = await main(process.argv.slice(2));
