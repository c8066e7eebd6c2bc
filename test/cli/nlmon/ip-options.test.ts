import { expect, it } from 'vitest';
import { fromIpOptions } from '../../../src/cli/nlmon/ip-options.js';

it.each([
  ['-br', '--brief'],
  ['-ts', '--ts'],
  ['-rc', '--rcvbuf'],
  ['-family', '--family'],
  ['-fam', '--family'],
  ['-details', '--details'],
  ['-stat', '--statistics'],
  ['-stats', '--statistics'],
  ['-human', '--human'],
  ['-Num', '--numeric'],
  ['-net', '--netns'],
  ['-js', '--json'],
  ['-c', '--color=always'],
  ['-co', '--color=always'],
  ['--color', '--color=always'],
  ['-c=auto', '--color=auto'],
  ['-color=never', '--color=never'],
])('%s is %s', (given, meant) => {
  expect(fromIpOptions(['links', given, 'up'])).toEqual(['links', meant, 'up']);
});

it.each([
  '-d',
  '-s',
  '-n',
  '-4',
  '-f',
  '-M',
  '-ds',
  '-ss',
  '-dj',
  '--count',
  '--co',
  'links',
  '-',
  '--',
  '-5',
  '',
])('%s stays as it is', given => {
  expect(fromIpOptions([given])).toEqual([given]);
});

it('leaves alone what is behind --', () => {
  expect(fromIpOptions(['-br', '--', '-br'])).toEqual(['--brief', '--', '-br']);
});
