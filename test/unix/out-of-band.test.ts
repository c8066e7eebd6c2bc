import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type StreamOptions, UnixDatagram, UnixStream } from '../../src/unix/index.js';

/** Whether this kernel sends bytes out of band; a message that says why not. */
async function support(): Promise<string | undefined> {
  const [a, b] = UnixStream.pair();
  try {
    await a.send('x', { outOfBand: true });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    a.destroy();
    b.destroy();
  }
}
const missing = await support();

/** What a stream gives of `ab`, `X` out of band, `cd`. */
async function taken(outOfBand: StreamOptions['outOfBand']): Promise<[text: string, marked: string[]]> {
  const [a, b] = UnixStream.pair({ outOfBand });
  let text = '';
  const marked: string[] = [];
  b.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  b.on('outOfBand', (byte: number, position: number) => {
    marked.push(`${String.fromCharCode(byte)} behind ${position}`);
  });
  await a.send('abX', { outOfBand: true });
  await a.send('cd');
  while (text.length < 4) await sleep(1);
  a.destroy();
  b.destroy();
  return [text, marked];
}

describe.skipIf(missing !== undefined)(`a byte out of band (skipped: ${missing})`, () => {
  it('is told of where it stood', async () => {
    expect(await taken('event')).toEqual(['abcd', ['X behind 2']]);
  });

  it('stays among the others', async () => {
    const [text, marked] = await taken('inline');
    expect([text.slice(0, 4), marked]).toEqual(['abXc', []]);
  });

  it('is dropped by the kernel where nobody asked for it', async () => {
    expect(await taken(undefined)).toEqual(['abcd', []]);
  });

  it('is the newest of two; the one before is like any other', async () => {
    const [a, b] = UnixStream.pair({ outOfBand: 'event' });
    const marked: number[] = [];
    let text = '';
    await a.send('1', { outOfBand: true });
    await a.send('2', { outOfBand: true });
    await a.send('end');
    b.on('outOfBand', byte => marked.push(byte));
    b.setEncoding('utf8').on('data', chunk => {
      text += chunk;
    });
    while (!text.endsWith('end')) await sleep(1);
    expect([text, marked]).toEqual(['1end', ['2'.charCodeAt(0)]]);
    a.destroy();
    b.destroy();
  });
});

it('there is none in a message, and none of nothing', async () => {
  const [a, b] = UnixStream.pair();
  await expect(a.send('', { outOfBand: true })).rejects.toThrow(/EINVAL/);
  a.destroy();
  b.destroy();
  expect('outOfBand' in UnixDatagram.pair()[0]).toBe(false);
});

it('the bytes that wait can be counted and looked at', async () => {
  const [a, b] = UnixStream.pair();
  await a.send('hello');
  await a.send('world');
  expect([b.incoming, b.peek()!.toString(), b.peek(3)!.toString()]).toEqual([10, 'helloworld', 'hel']);
  expect(a.outgoing).toBeGreaterThanOrEqual(10);
  b.setPeekOffset(0);
  expect([b.peek(6)!.toString(), b.peek()!.toString(), b.peek()]).toEqual(['hellow', 'orld', undefined]);
  expect((await b.receive({ size: 4 }))!.data.toString()).toBe('hell');
  a.destroy();
  b.destroy();
});

it('a receive tells what is left, where the kernel has SO_INQ', async ({ skip }) => {
  const pair = (() => {
    try {
      return UnixStream.pair({ passQueued: true });
    } catch (error) {
      return skip((error as Error).message) as never;
    }
  })();
  const [a, b] = pair;
  await a.send('123456');
  const { data, queued } = (await b.receive({ size: 2 }))!;
  expect([data.toString(), queued]).toEqual(['12', 4]);
  a.destroy();
  b.destroy();
});
