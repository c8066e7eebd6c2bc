/** The commands, each in a few files: loading a hundred small ones takes longer than a short command runs. */
export default {
  input: {
    nlmon: 'dist/cli/nlmon/main.js',
    rawctl: 'dist/cli/rawctl/main.js',
    socklab: 'dist/cli/socklab/main.js',
    unixctl: 'dist/cli/unixctl/main.js',
  },
  platform: 'node',
  resolve: { alias: { 'string-width': new URL('dist/cli/ascii-width.js', import.meta.url).pathname } },
  output: {
    dir: 'dist/bin',
    cleanDir: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
};
