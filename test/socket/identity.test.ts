import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectAs, constants, type Identity, Socket } from '../../src/socket/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { mayBecomeNobody } from '../support/privileges.js';

const { AF_UNIX, SOCK_STREAM, SOL_SOCKET, SO_PEERCRED } = constants;

/** struct sockaddr_un of an abstract name. */
function abstract(name: string): Uint8Array {
  const bytes = new TextEncoder().encode(`\0\0\0${name}`);
  bytes.set(new Uint8Array(new Uint16Array([AF_UNIX]).buffer));
  return bytes;
}

/** A path that only its user may connect to: sun_family in front. */
function path(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(`\0\0${text}\0`);
  bytes.set(new Uint8Array(new Uint16Array([AF_UNIX]).buffer));
  return bytes;
}

const nobody: Identity = { uid: 65534, gid: 65533, groups: [65532, 65531] };
const open = () => Socket.open({ domain: AF_UNIX, type: SOCK_STREAM });

/** User, groups and capabilities of the threads of this process: one list where all are the same. */
function whoWeAre(): string[] {
  const lines = /^(Uid|Gid|Groups|CapEff):.*$/gm;
  const threads = readdirSync('/proc/self/task').map(thread => {
    const status = readFileSync(`/proc/self/task/${thread}/status`, 'utf8');
    return status.match(lines)!.join('\n');
  });
  return [...new Set(threads)];
}

function listening(name: string): Socket {
  const listener = open();
  listener.bind(abstract(name));
  listener.listen(1);
  return listener;
}

test.skipIf(!mayBecomeNobody())(
  'connects as another user, and stays who it is (skipped where no other user can be had)',
  () =>
    expectNoLeak(() => {
      const name = `afkit-identity-${process.pid}`;
      using listener = listening(name);
      using client = open();
      const before = whoWeAre();
      expect(connectAs(nobody, client, abstract(name))).toBe(true);
      expect(whoWeAre()).toEqual(before);
      using server = listener.accept()!.socket;
      const credentials = new Int32Array(server.getOption(SOL_SOCKET, SO_PEERCRED, 12).slice().buffer);
      expect([...credentials]).toEqual([process.pid, nobody.uid, nobody.gid]);
    }),
);

test.skipIf(!mayBecomeNobody())(
  'has their rights and no others (skipped where no other user can be had)',
  () =>
    expectNoLeak(() => {
      const before = whoWeAre();
      using client = open();
      // Root's capabilities would open it.
      const directory = mkdtempSync(join(tmpdir(), 'afkit-identity-'));
      onTestFinished(() => rmdirSync(directory));
      const file = join(directory, 'none');
      expect(() => connectAs(nobody, client, path(file), file)).toThrow(/connect EACCES/);
      expect(() => client.connect(path(file), file)).toThrow(/connect ENOENT/);
      expect(whoWeAre()).toEqual(before);
    }),
);

test.skipIf(!mayBecomeNobody())(
  'every failure leaves the process who it is (skipped where no other user can be had)',
  () =>
    expectNoLeak(() => {
      const name = `afkit-identity-failing-${process.pid}`;
      const before = whoWeAre();
      using client = open();
      expect(() => connectAs(nobody, client, abstract('afkit-nobody-has-this'), '@x')).toThrow(
        'connect ECONNREFUSED: Connection refused (@x)',
      );
      expect(whoWeAre()).toEqual(before);
      for (const broken of [
        { ...nobody, groups: [-1] },
        { ...nobody, gid: 0xffff_ffff },
        { ...nobody, uid: 0xffff_ffff },
      ]) {
        // No user is -1, which is "as it is" to setresuid(2).
        expect(() => connectAs(broken, client, abstract('afkit-nobody-has-this'))).toThrow(
          /^setresuid EINVAL: this process may not act for user/,
        );
        expect(whoWeAre()).toEqual(before);
      }
      using listener = listening(name);
      const queued = [open(), open(), open()];
      expect(() => {
        for (const socket of queued) connectAs(nobody, socket, abstract(name));
      }).toThrow(/connect EAGAIN/);
      expect(whoWeAre()).toEqual(before);
      for (const socket of queued) socket.close();
      listener.close();
      client.close();
      expect(() => connectAs(nobody, client, abstract(name))).toThrow(/EBADF/);
      expect(whoWeAre()).toEqual(before);
    }),
);

test('as ourselves is a plain connect, for which no right is needed', () =>
  expectNoLeak(() => {
    const name = `afkit-identity-own-${process.pid}`;
    using listener = listening(name);
    using client = open();
    const own = { uid: process.geteuid!(), gid: process.getegid!(), groups: [] };
    expect(connectAs(own, client, abstract(name))).toBe(true);
    listener.accept()!.socket.close();
  }));
