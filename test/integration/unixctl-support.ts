/** The command unixctl as its users start it, a directory for sockets, and other programs beside it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, Running, root } from './nlmon-command-support.js';

export { type Ended, isAlive, Running, root, until } from './nlmon-command-support.js';

export const launcher = `${root}bin/unixctl.js`;

const path = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Whether a program is installed. */
export function has(program: string): boolean {
  return (
    spawnSync('sh', ['-c', `command -v ${program}`], { env: { ...process.env, PATH: path } }).status === 0
  );
}

/** What a proxy of an ordinary user says of credentials. */
export const creditsItself =
  "unixctl: credentials that senders attach become ours: passing on others' takes root\n";

/** Whether namespaces can be made here in which nobody else's processes are seen. */
export const canIsolate =
  spawnSync('unshare', ['-Urnmpf', '--mount-proc', 'true'], { env: { ...process.env, PATH: path } })
    .status === 0;

/** Why a test that needs one is skipped. */
export const withoutNamespaces = 'skipped without user namespaces (unshare -Urnmpf)';

/** A directory of a test's own, whatever was started in it, and an end of both. */
export class Scene implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'afkit-unixctl-'));
  readonly #started: Running[] = [];

  /** A path in the directory. */
  path(name: string): string {
    return join(this.directory, name);
  }

  start(
    program: string,
    args: readonly string[],
    options?: ConstructorParameters<typeof Running>[2],
  ): Running {
    const running = new Running(program, args, options);
    this.#started.push(running);
    return running;
  }

  /** Starts unixctl. Standard input is a pipe where `stdio` says so. */
  unixctl(args: readonly string[], options?: ConstructorParameters<typeof Running>[2]): Running {
    return this.start(process.execPath, [launcher, ...args], options);
  }

  /** Starts unixctl with a pipe for standard input. */
  talking(args: readonly string[]): Running {
    return this.unixctl(args, { stdio: ['pipe', 'pipe', 'pipe'] });
  }

  /** Runs unixctl to its end. */
  run(...args: string[]): Promise<Ended> {
    return this.unixctl(args).ended;
  }

  /** Runs lines of a shell, in which `unixctl` is the command, `$UNIXCTL` too (for the background), and `$DIR` the directory. */
  shell(script: string): Promise<Ended> {
    const unixctl = `unixctl() { '${process.execPath}' '${launcher}' "$@"; }`;
    return this.start('bash', ['-c', `${unixctl}\n${script}`], {
      env: { DIR: this.directory, UNIXCTL: `${process.execPath} ${launcher}` },
    }).ended;
  }

  /** Starts a Python program. */
  python(text: string, args: readonly string[] = []): Running {
    return this.start('python3', ['-c', text, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#started) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    }
    await Promise.all(this.#started.map(({ ended }) => ended));
    rmSync(this.directory, { recursive: true });
  }
}

/** Starts unixctl activate; it waits for a caller. */
export async function activated(scene: Scene, args: readonly string[]): Promise<Running> {
  const running = scene.unixctl(['activate', ...args]);
  await running.says(({ stderr }) => stderr.includes('waits for somebody to call'));
  return running;
}
