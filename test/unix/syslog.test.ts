import { expect, it } from 'vitest';
import { syslogDatagram } from '../../src/unix/index.js';

it('is what syslog(3) sends', () => {
  const time = new Date(2026, 0, 2, 3, 4, 5);
  expect(syslogDatagram({ tag: 'me', text: 'hello', time }).toString()).toBe('<13>Jan  2 03:04:05 me: hello');
  expect(
    syslogDatagram({
      facility: 'local7',
      level: 'debug',
      tag: 'x',
      pid: 7,
      text: 'ü',
      time: new Date(2026, 11, 31, 23, 59, 59),
    }).toString(),
  ).toBe('<191>Dec 31 23:59:59 x[7]: ü');
  expect(syslogDatagram({ facility: 'kern', level: 'emerg', tag: 'k', text: '', time }).toString()).toMatch(
    /^<0>/,
  );
});
