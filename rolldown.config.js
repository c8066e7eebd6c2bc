const compiled = name => new URL(`dist/cli/${name}`, import.meta.url).pathname;

/** The commands, each in one file: loading a hundred small ones takes longer than a short command runs. */
const commands = ['nlmon', 'rawctl', 'socklab', 'unixctl'];

/**
 * Has a bundle load modules of Node.js where it first uses them, as commands load what they need, and makes it ASCII,
 * which bin/load.js reads without decoding it.
 */
const forLoading = {
  name: 'for-loading',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) chunk.code = escaped(withLateModules(chunk.code));
  },
};

/** `let node_os = require("node:os")` becomes a function, and `node_os.constants` a call of it. */
function withLateModules(code) {
  const names = [];
  const declared = code.replace(/^let (node_\w+) = (require\("node:[^"]+"\));$/gm, (_, name, loading) => {
    names.push(name);
    return `let $${name}; const ${name} = () => $${name} ??= ${loading};`;
  });
  return names.reduce((text, name) => text.replaceAll(`${name}.`, `${name}().`), declared);
}

const escaped = code =>
  code.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export default commands.map(command => ({
  input: { [command]: `dist/cli/${command}/main.js` },
  platform: 'node',
  plugins: [forLoading],
  // What yargs uses of these, without what takes them long to load.
  resolve: { alias: { assert: compiled('assertions.js'), 'string-width': compiled('ascii-width.js') } },
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
