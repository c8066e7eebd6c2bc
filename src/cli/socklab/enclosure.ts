/** Where experiments run: namespaces of their own, which end with the command, and a file system that does too. */
import { spawnSync } from 'node:child_process';
import { folderVariable } from '../../labs/lab.js';
import { inSandbox, runInSandbox } from '../sandbox.js';

/** A folder that every machine has and few use. It is covered in the command's own mount namespace alone. */
const mountPoint = '/mnt';

/**
 * Runs the command line again where it can do no harm and leaves nothing behind; resolves with its exit code, or with
 * undefined where this is that place already, or where none is to be had. `otherwise` is how to do without it.
 */
export async function enclose(otherwise: string): Promise<number | undefined> {
  if (inSandbox) {
    const { status } = spawnSync('mount', ['-t', 'tmpfs', 'socklab', mountPoint]);
    if (status === 0) process.env[folderVariable] = mountPoint;
    // Process 1 of a namespace has no signal's default action.
    process.on('SIGINT', () => process.exit(130));
    process.on('SIGTERM', () => process.exit(143));
    return undefined;
  }
  try {
    return await runInSandbox('socklab', { processes: true, otherwise });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`socklab: without a sandbox: ${error.message}\n`);
    return undefined;
  }
}
