import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { constants as c } from '../../../src/socket/index.js';
import { encodeEntry, Journal, journal, UnixDatagram } from '../../../src/unix/index.js';
import { expectNoLeak } from '../../support/descriptors.js';
import { freshName } from '../support.js';

describe('an entry', () => {
  it('is lines, and lengths where a value has several', () => {
    expect(encodeEntry({ MESSAGE: 'one line', PRIORITY: 6 }).toString()).toBe(
      'MESSAGE=one line\nPRIORITY=6\n',
    );
    expect(encodeEntry({ MESSAGE: 'a\nb' }).toString('latin1')).toBe('MESSAGE\n\x03\0\0\0\0\0\0\0a\nb\n');
    expect(encodeEntry({ DATA: Uint8Array.of(0, 255) }).toString('latin1')).toBe(
      'DATA\n\x02\0\0\0\0\0\0\0\0\xff\n',
    );
    expect(encodeEntry({ TAG: ['x', 'y'], NONE: undefined }).toString()).toBe('TAG=x\nTAG=y\n');
  });

  it.each(['_TRANSPORT', 'lower', '9X', '', 'A=B', 'A'.repeat(65)])('has no field %j', name => {
    expect(() => encodeEntry({ [name]: 'x' })).toThrow(/is no name of a field/);
  });

  it('has a field at least', () => {
    expect(() => encodeEntry({})).toThrow(/must have a field/);
  });

  it('goes as a datagram, and as a sealed file in memory when it is large', () =>
    expectNoLeak(async () => {
      const name = freshName();
      using server = UnixDatagram.open({ local: name });
      using connection = new Journal({ to: name });
      await connection.write({ MESSAGE: 'small' });
      expect((await server.receive())!.data.toString()).toBe('MESSAGE=small\n');
      const large = 'x'.repeat(1_000_000);
      await journal({ MESSAGE: large }, { to: name });
      const message = (await server.receive())!;
      expect([message.data.length, message.fdCount]).toEqual([0, 1]);
      const [file] = message.fds;
      expect(readFileSync(`/proc/self/fd/${file!.fd}`, 'utf8')).toBe(`MESSAGE=${large}\n`);
      // Nobody can change it: F_ADD_SEALS is sealed too.
      expect(() => file!.control(c.F_ADD_SEALS, c.F_SEAL_WRITE)).toThrow(/EPERM/);
      file!.close();
    }));

  it('goes nowhere without a journal', async () => {
    await expect(journal({ MESSAGE: 'x' }, { to: '/nowhere/journal' })).rejects.toThrow(
      /ENOENT.*\/nowhere\/journal/,
    );
  });
});
