import { spawnSync } from 'node:child_process';
import { chmodSync, fstatSync } from 'node:fs';
import { expect, test } from 'vitest';
import { constants, MessageBatch, Socket } from '../../src/socket/index.js';
import { descriptorsInQueue, socketOwners } from '../../src/socket/owners.js';
import { compile } from '../support/compiled.js';
import { expectNoLeak } from '../support/descriptors.js';
import { mayBecomeNobody } from '../support/privileges.js';

const { AF_UNIX, SOCK_STREAM, SOL_SOCKET, SCM_RIGHTS } = constants;

test('finds the owners of a socket, and leaks nothing', async () => {
  await expectNoLeak(() => {
    const [a, b] = Socket.pair(AF_UNIX, SOCK_STREAM);
    const { byInode } = socketOwners();
    const owners = byInode.get(fstatSync(a.fd).ino);
    expect(owners).toEqual([
      { pid: process.pid, command: expect.any(String), uid: process.geteuid!(), fd: a.fd },
    ]);
    expect(owners![0]!.command.length).toBeGreaterThan(0);
    a.close();
    b.close();
    expect(
      socketOwners()
        .byInode.get(fstatSync(0).ino)
        ?.some(({ fd }) => fd === 0) ?? false,
    ).toBe(fstatSync(0).isSocket());
  });
});

test('counts the descriptors that wait in a queue', () => {
  const [a, b] = Socket.pair(AF_UNIX, SOCK_STREAM);
  using batch = new MessageBatch({ slots: 1, payloadSize: 16, controlSize: 64 });
  const queued = () => descriptorsInQueue({ pid: process.pid, fd: b.fd });
  expect(queued()).toBe(0);
  const data = new Uint8Array(new Int32Array([0, 1]).buffer);
  batch.write(0, new Uint8Array(1), undefined, [{ level: SOL_SOCKET, type: SCM_RIGHTS, data }]);
  a.send(batch, 0, 1);
  expect(queued()).toBe(2);
  b.receive(batch);
  expect(queued()).toBe(0);
  a.close();
  b.close();
  expect(queued()).toBeUndefined();
  expect(descriptorsInQueue({ pid: 0x7fff_ffff, fd: 0 })).toBeUndefined();
});

test.skipIf(!mayBecomeNobody())(
  'says how many processes it may not look at (skipped where no other user can be had)',
  () => {
    const before = socketOwners().hidden;
    const compiled = compile('socket/owners.ts');
    chmodSync(compiled.directory, 0o755);
    const program = `
      import { createServer } from 'node:net';
      import { socketOwners } from ${JSON.stringify(compiled.path('socket/owners.js'))};
      createServer().listen('\\0afkit-owners-' + process.pid, function () {
        const { byInode, hidden } = socketOwners();
        const owners = [...byInode.values()].flat();
        console.log(JSON.stringify([hidden > ${before}, owners.some(owner => owner.pid === process.pid), owners.some(owner => owner.uid !== 65534)]));
        this.close();
      });
    `;
    const options = { uid: 65534, gid: 65534, cwd: '/', encoding: 'utf8' } as const;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], options);
    compiled.remove();
    expect(JSON.parse(stdout)).toEqual([true, true, false]);
  },
);
