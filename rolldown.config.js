/** The commands, each in one file: loading a hundred small ones takes longer than a short command runs. */
const commands = ['nlmon', 'rawctl', 'socklab', 'unixctl'];

/** What bin/load.js reads without decoding it. */
const ascii = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      chunk.code = chunk.code.replace(
        /[^\0-\x7f]/g,
        unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
  },
};

export default commands.map(command => ({
  input: { [command]: `dist/cli/${command}/main.js` },
  platform: 'node',
  plugins: [ascii],
  resolve: { alias: { 'string-width': new URL('dist/cli/ascii-width.js', import.meta.url).pathname } },
  // Of yargs, for configuration files that extend packages: no command has any.
  transform: { define: { 'import.meta.resolve': 'undefined' } },
  output: {
    dir: 'dist/bin',
    format: 'cjs',
    codeSplitting: false,
    comments: false,
    entryFileNames: '[name].cjs',
  },
}));
