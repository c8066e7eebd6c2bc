// Runs a section of the bench in a user and network namespace of its own, as root or not.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { section } from './paths.js';

const unshare = ['unshare', '-Urnm'];

/** Throws when this system lets the user make no such namespaces. */
export function checkNamespaces() {
  const [program, ...options] = unshare;
  const { status, error, stderr } = spawnSync(program, [...options, 'true']);
  if (status === 0) return;
  const why = error?.message ?? stderr.toString().trim();
  throw new Error(
    `cannot make a user and network namespace (${why}): run as root, or allow unprivileged user namespaces`,
  );
}

/**
 * Runs `rows/NAME.js` in a fresh namespace. The section ends with this process: the channel between them closes.
 *
 * @param {string} name
 * @param {object} settings what the section's function is called with
 * @param {(child: import('node:child_process').ChildProcess) => void} started
 */
export async function inNamespace(name, settings, started) {
  const [program, ...options] = unshare;
  const child = spawn(program, [...options, process.execPath, section, name, JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  started(child);
  let result;
  child.on('message', message => {
    result = message;
  });
  const [status, signal] = await once(child, 'close');
  if (result === undefined)
    throw new Error(`the section '${name}' ended with ${signal ?? `status ${status}`}`);
  return result;
}
