import { expect, it } from 'vitest';
import { complete } from '../../../src/cli/nlmon/completion.js';

it('completes objects, and commands where they may stand', () => {
  expect(complete(['nlmon', 'ne'])).toEqual(['neighs', 'nexthops', 'netconf']);
  expect(complete(['nlmon', 'd'])).toEqual(['demo']);
  expect(complete(['nlmon', 'links', 'd'])).toEqual(['dev']);
  expect(complete(['nlmon', 'links', 'ad'])).toEqual(['addrs']);
});

it('completes options', () => {
  expect(complete(['nlmon', 'links', '--t'])).toEqual([
    '--table',
    '--type',
    '--to',
    '--timestamp',
    '--ts',
    '--timeout',
  ]);
  expect(complete(['nlmon', '--no'])).toEqual(['--no-label']);
  expect(complete(['nlmon', '--de'])).toEqual(['--dev', '--details']);
  expect(complete(['nlmon', '-4'])).toEqual(['-4']);
});

it('completes what follows an option', () => {
  expect(complete(['nlmon', 'links', '--dev', 'l'])).toContain('lo');
  expect(complete(['nlmon', 'routes', '--table', 'ma'])).toEqual(['main']);
  expect(complete(['nlmon', 'routes', '--color', 'a'])).toEqual(['always', 'auto']);
  expect(complete(['nlmon', 'routes', '--family', 'i'])).toEqual(['inet', 'inet6']);
  expect(complete(['nlmon', 'routes', '--netns', 'no-such-namespace'])).toEqual([]);
});

it('completes words behind objects, and what follows them', () => {
  expect(complete(['nlmon', 'routes', 'ta'])).toEqual(['table']);
  expect(complete(['nlmon', 'routes', 'table', 'lo'])).toEqual(['local']);
  expect(complete(['nlmon', 'neighs', 'nud', 'st'])).toEqual(['stale']);
  expect(complete(['nlmon', 'links', '--nud', 'per'])).toEqual(['permanent']);
  expect(complete(['nlmon', 'rules', 'dev'])).toEqual(['dev']);
});
