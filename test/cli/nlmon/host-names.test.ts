import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HostNames } from '../../../src/cli/nlmon/host-names.js';

let written: string[];
let asked: Map<string, (name: string | undefined) => void>;
const stream = { write: (text: string) => written.push(text) > 0 };
const names = (patience?: number) =>
  new HostNames(stream, patience, (address, found) => asked.set(address, found));

beforeEach(() => {
  written = [];
  asked = new Map();
});

afterEach(() => {
  vi.useRealTimers();
});

it('holds what has a name to come, and what is behind it, in order', () => {
  const hosts = names();
  hosts.write('first\n');
  hosts.write(`${hosts.name('10.0.0.1')} dev a\n`);
  hosts.write(`${hosts.name('10.0.0.2')} dev b\n`);
  hosts.write('last\n');
  expect(written).toEqual(['first\n']);
  asked.get('10.0.0.2')!('two');
  expect(written).toEqual(['first\n']);
  asked.get('10.0.0.1')!(undefined);
  expect(written).toEqual(['first\n', '10.0.0.1 dev a\n', 'two dev b\n', 'last\n']);
});

it('asks for each address once, and knows its name from then on', () => {
  const hosts = names();
  hosts.write(JSON.stringify({ a: hosts.name('::1'), b: hosts.name('::1') }));
  asked.get('::1')!('localhost');
  hosts.write(hosts.name('::1'));
  expect(written).toEqual(['{"a":"localhost","b":"localhost"}', 'localhost']);
  expect(asked.size).toBe(1);
});

it('waits no longer than its patience, and takes a name that comes later', () => {
  vi.useFakeTimers();
  const hosts = names(3000);
  hosts.write(hosts.name('10.0.0.9'));
  vi.advanceTimersByTime(2999);
  expect(written).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(written).toEqual(['10.0.0.9']);
  asked.get('10.0.0.9')!('late');
  hosts.write(hosts.name('10.0.0.9'));
  expect(written).toEqual(['10.0.0.9', 'late']);
});

it('takes a name that is there at once', () => {
  const hosts = new HostNames(stream, undefined, (_, found) => found('here'));
  hosts.write(hosts.name('10.0.0.1'));
  expect(written).toEqual(['here']);
});

it('asks the system', async () => {
  const hosts = new HostNames(stream);
  hosts.write(`${hosts.name('127.0.0.1')}\n`);
  await vi.waitFor(() => expect(written).toHaveLength(1));
  expect(written[0]).toMatch(/^\S+\n$/);
});
