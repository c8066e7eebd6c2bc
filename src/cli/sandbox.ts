import { spawn, spawnSync } from 'node:child_process';
import { UsageError } from './errors.js';

/** Says to a command that it is in a sandbox already: its own, or that of the command that started it, as a lab's shell does. */
const mark = 'AFKIT_SANDBOX';

export const inSandbox: boolean = process.env[mark] === '1';

const unshare = ['unshare', '--user', '--map-root-user', '--net', '--mount'];

/** Has the kernel end what follows when this process ends, however that comes about. It must follow a new user namespace. */
const mortal = ['setpriv', '--pdeathsig', 'KILL', '--'];

/** A process namespace: whatever is started in it ends with its first process. */
const processes = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc', '--'];

export interface SandboxOptions {
  /** Ends every process that the command starts with it. It is then process 1, and sees no others than its own. */
  readonly processes?: boolean;
  /** How this command does without one, where none is to be had: `run as root without --sandbox`. */
  readonly otherwise?: string;
}

/**
 * Runs this very command line again in a user and network namespace of its own, where it has every capability over a
 * network that nobody else sees. Resolves with its exit code; a signal that ended it ends this process too. It does not
 * outlive this process.
 */
export async function runInSandbox(command: string, wanted: SandboxOptions = {}): Promise<number> {
  const [program, ...options] = unshare;
  const given = process.argv.slice(1);
  const ours = given.includes('--') ? given.indexOf('--') : given.length;
  // What is behind -- is another program's.
  const args = given.filter((argument, index) => index > ours || argument !== '--sandbox');
  checkPossible(wanted.otherwise);
  process.stderr.write(`${command}: in a user and network namespace of its own (${unshare.join(' ')})\n`);
  const inner = [...mortal, ...(wanted.processes ? processes : [])];
  const child = spawn(
    program!,
    [...options, '--', ...inner, process.execPath, ...process.execArgv, ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, [mark]: '1' },
    },
  );
  // This process stays to say how the other ended. Ctrl-C reaches both, a signal of kill(1) this one alone; the other
  // ends at the first and does not see the second.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === null) return resolve(code ?? 1);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  });
}

/** Finds out why a namespace cannot be had before anything is lost in it. */
function checkPossible(otherwise: string | undefined): void {
  const [program, ...options] = unshare;
  const { error, status, stderr } = spawnSync(program!, [...options, 'true'], { encoding: 'utf8' });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') {
    throw new UsageError('a user namespace needs unshare(1), of the package util-linux');
  }
  if (status === 0) return;
  throw new Error(
    `no user namespace is to be had here: ${stderr.trim() || error?.message}. Look at the sysctls ` +
      'user.max_user_namespaces, kernel.unprivileged_userns_clone and, on Ubuntu, ' +
      `kernel.apparmor_restrict_unprivileged_userns; or ${otherwise === undefined ? '' : `${otherwise}, or `}use a virtual machine`,
  );
}
