import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UnixDatagram } from '../../../src/unix/index.js';
import { spawnWithFds } from '../../../src/unix/systemd/spawn-with-fds.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { temporaryDirectory } from '../support.js';

test('a program gets descriptors from 3 on, with names, under its own process number', async () => {
  const directory = temporaryDirectory();
  const said = join(directory, 'said');
  await expectNoLeak(async () => {
    const [a, b] = UnixDatagram.pair();
    const script = `echo "$$ $LISTEN_PID $LISTEN_FDS $LISTEN_FDNAMES $OTHER" > '${said}'; printf one >&3; printf two >&4`;
    const child = spawnWithFds(
      ['sh', '-c', script],
      [
        { name: 'web', fd: a.fd },
        { name: 'has:colon', fd: a.fd },
      ],
      { PATH: process.env.PATH, OTHER: 'kept' },
    );
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(readFileSync(said, 'utf8')).toBe(`${child.pid} ${child.pid} 2 web:unknown kept\n`);
    expect((await b.receive())?.data.toString()).toBe('one');
    expect((await b.receive())?.data.toString()).toBe('two');
    a.close();
    b.close();
  });
});
