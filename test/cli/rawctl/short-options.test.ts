import { expect, it } from 'vitest';
import { ping } from '../../../src/cli/rawctl/ping-command.js';
import { separateValues } from '../../../src/cli/rawctl/short-options.js';

it.each<[string, string]>([
  ['ping -c3 h', 'ping -c 3 h'],
  ['ping -i.2 h', 'ping -i .2 h'],
  ['ping -qnc3 h', 'ping -q -n -c 3 h'],
  ['ping -Ieth0 h -6', 'ping -I eth0 h -6'],
  ['ping -c=3 h', 'ping -c 3 h'],
  ['ping -c -3 h', 'ping -c -3 h'],
  ['ping --count 3 h', 'ping --count 3 h'],
  ['ping -Z3 h', 'ping -Z3 h'],
  ['ping h -- -c3', 'ping h -- -c3'],
  ['send -c3', 'send -c3'],
  ['ping -', 'ping -'],
])('%s is %s', (given, expected) => {
  expect(separateValues([ping], given.split(' '))).toEqual(expected.split(' '));
});
