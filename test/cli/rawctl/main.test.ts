import { expect, it } from 'vitest';
import { main } from '../../../src/cli/rawctl/main.js';
import { capturing } from '../captured.js';

const captured = capturing();

it('shows help, for itself and for each command', async () => {
  expect(await main(['--help'])).toBe(0);
  expect(captured.stdout).toMatch(/rawctl ping <host\.\.\.>[\s\S]*rawctl trace <host>/);
  captured.stdout = '';
  expect(await main(['ping', '--help'])).toBe(0);
  expect(captured.stdout).toMatch(/--kernel-rtt[\s\S]*--classic/);
  expect(captured.stderr).toBe('');
});

it('completes commands, options and values', async () => {
  const complete = async (...words: string[]) => {
    captured.stdout = '';
    await main(['--get-yargs-completions', 'rawctl', ...words]);
    return captured.stdout.trim().split('\n');
  };
  expect(await complete('tr')).toEqual(['trace']);
  expect(await complete('ping', '--kern')).toEqual(['--kernel-rtt']);
  expect(await complete('ping', '-M', 'd')).toEqual(['do', 'dont']);
  expect(await complete('trace', '--socket', 'r')).toEqual(['raw']);
});

it.each<[string[], RegExp]>([
  [[], /say what to do: ping/],
  [['pink', 'host'], /Did you mean 'ping'\?/],
  [['ping'], /Not enough non-option arguments/],
  [['ping', 'h', '--cuont', '3'], /Unknown argument: cuont/],
  [['ping', 'h', '-c', '0'], /--count takes a whole number from 1/],
  [['ping', 'h', '-c', 'many'], /--count takes a whole number/],
  [['ping', 'h', '-s', '70000'], /--size takes a whole number from 0 to 65507/],
  [['ping', 'h', '-Q', 'x'], /--tos takes a number from 0 to 255, or 0x0 to 0xff, not x/],
  [['ping', 'h', '-p', 'zz'], /--pattern takes up to 16 bytes in hexadecimal/],
  [['ping', 'h', '-M', 'doo'], /--mtudisc takes do, want, dont or probe/],
  [['ping', 'h', '-R', '-6'], /-R and -T are for IPv4/],
  [['ping', 'h', '-R', '-T', 'tsonly'], /room for one of them/],
  [['ping', 'h', '-T', 'tsall'], /--ip-timestamp takes tsonly/],
  [['ping', 'h', '-4', '-6'], /-4 and -6 exclude each other/],
  [['ping', 'h', '-i'], /Not enough arguments following: i/],
  [['trace'], /Not enough non-option arguments/],
  [['trace', 'h', '-I', '-T'], /--icmp and --tcp exclude each other/],
  [['trace', 'h', '-f', '9', '-m', '3'], /--first 9 is behind the last hop, 3/],
  [['trace', 'h', '--mtu', '--draw'], /--mtu and --paths exclude each other/],
  [['trace', 'h', '--header', '--socket', 'datagram'], /--header takes a raw socket/],
  [['trace', 'h', '--no-paris', '--paths'], /--paths needs constant flows/],
  [['trace', 'h', '-p', '70000'], /--port takes a whole number from 1 to 65535/],
])('refuses %j', async (args, message) => {
  expect(await main(args)).toBe(2);
  expect(captured.stderr).toMatch(message);
  expect(captured.stderr.trim().split('\n')).toHaveLength(1);
  expect(captured.stdout).toBe('');
});
