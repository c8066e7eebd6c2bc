/** Command lines of activate, fdstore and proxy that say too little, too much or what excludes itself. */
import { expect, it } from 'vitest';
import { Scene } from './unixctl-support.js';

it.each<[string[], RegExp]>([
  [['fdstore'], /Not enough non-option arguments/],
  [['fdstore', 'keep', '/x'], /Invalid values|choices/i],
  [['fdstore', 'put', '/x'], /say the name/],
  [['fdstore', 'put', '/x', 'n'], /say what to put/],
  [['fdstore', 'put', '/x', 'n', 'file', '--fd', '3'], /one thing/],
  [['fdstore', 'ls', '/x', 'n'], /takes no name/],
  [['fdstore', 'rm', '/x', 'n', '--', 'cat'], /runs nothing/],
  [['activate', '--', 'cat'], /say where to listen/],
  [['activate', '-l', '/x'], /say what to start/],
  [['activate', '-l', '/x', '--inetd', '--', 'cat'], /--inetd needs --accept/],
  [['activate', '-l', '/x', '--fdname', 'a:b', '--', 'cat'], /no colon/],
  [['proxy', '/x', '/x'], /a proxy to itself/],
  [['proxy', '/x'], /Not enough non-option arguments/],
])('%j is not understood: 2, in one line', async (args, message) => {
  await using scene = new Scene();
  const { code, stderr } = await scene.run(...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});
