import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { listenFds, listenFdsEnvironment, UnixStream } from '../../../src/unix/index.js';
import { temporaryPath } from '../support.js';

const run = promisify(execFile);
const unix = new URL('../../../dist/unix/index.js', import.meta.url).href;
const haveActivate = spawnSync('systemd-socket-activate', ['--version']).status === 0;

const program = `
import { readFileSync } from 'node:fs';
import { listenFds } from ${JSON.stringify(unix)};
const found = listenFds().map(({ name, fd }) => [name, fd.fd, readFileSync('/proc/self/fdinfo/' + fd.fd, 'utf8').includes('02')]);
console.log(JSON.stringify([found, listenFds(), Object.keys(process.env).filter(name => name.startsWith('LISTEN'))]));`;

/** Runs the program with descriptors 3 and 4 open and the environment that the shell makes of it. */
async function child(environment: string): Promise<any> {
  const script = `export ${environment}; exec "$0" --input-type=module -e "$1" 3</dev/null 4</dev/null`;
  const { stdout } = await run('bash', ['-c', script, process.execPath, program]);
  return JSON.parse(stdout);
}

describe('descriptors of the service manager', () => {
  it('are taken with their names, and the variables are removed', async () => {
    const [found, again, variables] = await child('LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=web:');
    expect(found).toEqual([
      ['web', 3, true],
      ['unknown', 4, true],
    ]);
    expect([again, variables]).toEqual([[], []]);
  });

  it('are another process’s with its number', async () => {
    expect((await child('LISTEN_PID=1 LISTEN_FDS=2'))[0]).toEqual([]);
  });

  it('are none without variables, and an error when they are not open or no numbers', () => {
    const pid = String(process.pid);
    expect(listenFds({ env: {} })).toEqual([]);
    const env = { LISTEN_PID: pid, LISTEN_FDS: '0', LISTEN_FDNAMES: '' };
    expect(listenFds({ env, keepEnvironment: true })).toEqual([]);
    expect(Object.keys(env)).toHaveLength(3);
    expect(() => listenFds({ env: { LISTEN_PID: pid, LISTEN_FDS: 'two' } })).toThrow(
      /LISTEN_FDS must be a whole number/,
    );
    expect(() => listenFds({ env: { LISTEN_PID: 'x', LISTEN_FDS: '1' } })).toThrow(/LISTEN_PID must be/);
  });

  it('are announced by variables', () => {
    expect(listenFdsEnvironment(7, ['a', 'b'])).toEqual({
      LISTEN_PID: '7',
      LISTEN_FDS: '2',
      LISTEN_FDNAMES: 'a:b',
    });
    expect(() => listenFdsEnvironment(7, ['a:b'])).toThrow(/is no name of a descriptor/);
  });
});

describe.skipIf(!haveActivate)('systemd-socket-activate (skipped where it is missing)', () => {
  it('hands over a listener, and the first connection is served', async () => {
    const path = temporaryPath();
    const server = `
import { listenFds, UnixListener } from ${JSON.stringify(unix)};
const [{ name, fd }] = listenFds();
const listener = UnixListener.adopt(fd);
const stream = await listener.accept();
await stream.send(name + ' ' + listener.local);
stream.end();
listener.close();
stream.resume();`;
    const child = spawn(
      'systemd-socket-activate',
      ['--listen', path, '--fdname', 'greeter', process.execPath, '--input-type=module', '-e', server],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const ended = once(child, 'close');
    const client = await UnixStream.connect(path, { retry: true, timeout: 10_000 });
    expect((await client.receive({ timeout: 20_000 }))!.data.toString()).toBe(`greeter ${path}`);
    client.destroy();
    await ended;
  });
});
