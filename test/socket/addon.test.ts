import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addon } from '../../src/socket/addon.js';
import { constants as c } from '../../src/socket/index.js';
import { compileSocketLayer, expectNoLeak, root, runProgram } from './support.js';

const loadAddon = `
  import { createRequire } from 'node:module';
  const addon = createRequire('file://${root}/')('./native/build/Release/afkit.node');
`;

describe('misuse', () => {
  test('throws TypeError or RangeError, or gives −errno, and never ends the process', async () => {
    const { code, signal, stdout, stderr } = await runProgram(`${loadAddon}
      const detached = new Uint8Array(8);
      structuredClone(detached.buffer, { transfer: [detached.buffer] });
      const detachedWords = new Int32Array(8);
      structuredClone(detachedWords.buffer, { transfer: [detachedWords.buffer] });
      const throwing = new Proxy({}, { get() { throw new TypeError('from a getter'); } });
      const pool = () => [
        undefined, null, true, 'text', '', 'a\\0b', Symbol('s'), 10n, {}, [], [1], () => {}, new Date(),
        -1, 0.5, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 2 ** 32, 1e300, 9999, 1_000_000,
        new Uint8Array(0), new Uint8Array(1), new Uint8Array(300), Buffer.from('bytes'), detached, detachedWords,
        new Int32Array(0), new Int32Array(1), new Int32Array(2), new Float64Array(4), new DataView(new ArrayBuffer(8)),
        new Uint8Array(new SharedArrayBuffer(16)), new Uint8ClampedArray(4), new ArrayBuffer(8),
        { slots: 1, payloadSize: 1, nameSize: 0, controlSize: 0 }, { slots: 'x' }, { slots: 1e9 }, throwing,
      ];
      let state = 12345;
      const random = n => (state = (Math.imul(state, 1103515245) + 12345) >>> 0, (state >>> 8) % n);
      const pick = list => list[random(list.length)];
      const shape = { slots: 2, payloadSize: 16, nameSize: 16, controlSize: 32 };
      const things = () => ({
        batch: new addon.MessageBatch(shape), poller: new addon.Poller(9999, () => {}),
      });
      // Never with a number that could be a descriptor of this process's own.
      const skipped = new Set(['newNetworkNamespace', 'constants', 'own', 'disown']);
      const functions = Object.entries(addon).filter(([name, value]) => typeof value === 'function' && !skipped.has(name));
      const methods = ['MessageBatch', 'Poller'].flatMap(name =>
        Object.getOwnPropertyNames(addon[name].prototype).filter(m => m !== 'constructor').map(m => [name, m]));
      const outcomes = { thrown: 0, returned: 0 };
      const check = (what, call) => {
        let result;
        try { result = call(); } catch (error) {
          if (!(error instanceof TypeError) && !(error instanceof RangeError)) {
            console.log('unexpected', what, error); process.exit(2);
          }
          outcomes.thrown++;
          return;
        }
        outcomes.returned++;
        if (!['number', 'undefined', 'string', 'object', 'boolean'].includes(typeof result)) {
          console.log('unexpected', what, typeof result); process.exit(3);
        }
        if (typeof result === 'number' && result >= 0 && /socket|accept|open/i.test(what)) addon.close(result);
      };
      for (let round = 0; round < 30_000; round++) {
        const args = Array.from({ length: random(6) }, () => pick(pool()));
        const { batch, poller } = things();
        if (round % 2) {
          const [name, f] = pick(functions);
          check(name, () => addon[name].prototype && random(2) ? new f(...args) : f(...args));
        } else {
          const [name, method] = pick(methods);
          const receiver = pick([batch, poller, {}, null, undefined, addon, 5]);
          if (random(4) === 0) { batch.close(); poller.close(); }
          const target = random(3) ? (name === 'Poller' ? poller : batch) : receiver;
          check(name + '.' + method, () => addon[name].prototype[method].apply(target, args));
        }
      }
      console.log(outcomes.thrown > 10_000 && outcomes.returned > 1000 ? 'fine' : JSON.stringify(outcomes));
    `);
    expect({ code, signal, stdout, stderr }).toEqual({ code: 0, signal: null, stdout: 'fine\n', stderr: '' });
  });

  test('says what is wrong', () => {
    const wrong = (call: () => unknown) => expect(call);
    wrong(() => addon.socket('1' as unknown as number, 1, 0)).toThrow('domain must be a number');
    wrong(() => addon.socket(1, 1.5, 0)).toThrow(
      'type must be a whole number from -2147483648 to 2147483647',
    );
    wrong(() => addon.bind(9999, [] as unknown as Uint8Array)).toThrow('address must be a Uint8Array');
    wrong(() => addon.socketpair(1, 1, 0, new Int32Array(1))).toThrow('out must be at least 2 words long');
    const detached = new Uint8Array(4);
    structuredClone(detached.buffer, { transfer: [detached.buffer] });
    wrong(() => addon.bind(9999, detached)).toThrow(
      'address must be backed by a buffer that is not detached',
    );
  });
});

test('calls on a descriptor that is none return −EBADF', () => {
  const EBADF = -9;
  const bytes = new Uint8Array(16);
  expect([
    addon.close(-1),
    addon.bind(-1, bytes),
    addon.connect(-1, bytes),
    addon.listen(-1, 1),
    addon.accept(-1, null, null),
    addon.accept(-1, bytes, new Int32Array(1)),
    addon.shutdown(-1, 0),
    addon.getsockname(-1, bytes),
    addon.getpeername(-1, bytes),
    addon.getsockopt(-1, 1, 1, bytes),
    addon.setsockopt(-1, 1, 1, bytes),
    addon.ioctl(-1, 0, 0),
    addon.ioctl(-1, 0, bytes),
  ]).toEqual(Array(13).fill(EBADF));
});

describe('accept()', () => {
  test('tells the length of the whole address, even of one cut short', () =>
    expectNoLeak(() => {
      const address = new Uint8Array([c.AF_UNIX, 0, 0, 97, 102, 107, 105, 116, process.pid & 255]);
      const [server, client] = [addon.socket(1, c.SOCK_STREAM, 0), addon.socket(1, c.SOCK_STREAM, 0)];
      const own = new Uint8Array([c.AF_UNIX, 0, 0, 99, 108, 105, 101, 110, 116, process.pid & 255]);
      expect(addon.bind(server, address)).toBe(0);
      expect(addon.listen(server, 1)).toBe(0);
      expect(addon.bind(client, own)).toBe(0);
      expect(addon.connect(client, address)).toBe(0);
      const short = new Uint8Array(4);
      const length = new Int32Array(1);
      const accepted = addon.accept(server, short, length);
      expect(accepted).toBeGreaterThan(0);
      expect(length[0]).toBe(own.length);
      expect(short).toEqual(own.subarray(0, 4));
      for (const fd of [server, client, accepted]) addon.close(fd);
    }));
});

test('a missing addon is an error that says what to do', async () => {
  const compiled = compileSocketLayer();
  rmSync(join(compiled.directory, 'native'));
  const { code, stderr } = await runProgram(`import ${JSON.stringify(compiled.index)};`);
  compiled.remove();
  expect(code).toBe(1);
  expect(stderr).toContain('run `npm rebuild afkit`');
});

describe('Poller', () => {
  const pair = () => {
    const out = new Int32Array(2);
    addon.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, out);
    return out as unknown as [number, number];
  };

  test('cannot watch what is no descriptor, or a file', () => {
    expect(new addon.Poller(9999, () => {}).start(1)).toBe(-9);
    const file = openSync(import.meta.filename, 'r');
    const poller = new addon.Poller(file, () => {});
    expect(poller.start(1)).toBe(-1);
    expect(poller.start(1)).toBe(-1);
    poller.close();
    closeSync(file);
  });

  test('reports a direction once for each start()', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      const seen: number[] = [];
      const poller = new addon.Poller(a, events => seen.push(events));
      poller.start(2);
      await new Promise(resolve => setTimeout(resolve, 20));
      expect(seen).toEqual([2]);
      poller.start(3);
      await new Promise(resolve => setTimeout(resolve, 20));
      expect(seen).toEqual([2, 2]);
      poller.stop();
      poller.stop();
      poller.close();
      poller.close();
      poller.stop();
      poller.ref();
      poller.unref();
      expect(() => poller.start(1)).toThrow(TypeError);
      addon.close(a);
      addon.close(b);
    }));

  test('two may watch one descriptor', () =>
    expectNoLeak(async () => {
      const [a, b] = pair();
      const both = [0, 1].map(
        () =>
          new Promise<number>(resolve => {
            const poller = new addon.Poller(a, events => {
              poller.close();
              resolve(events);
            });
            expect(poller.start(2)).toBe(0);
          }),
      );
      expect(await Promise.all(both)).toEqual([2, 2]);
      addon.close(a);
      addon.close(b);
    }));
});
