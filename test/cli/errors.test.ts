import { afterEach, expect, it, vi } from 'vitest';
import { exitCodes, report, UsageError } from '../../src/cli/errors.js';

afterEach(() => vi.restoreAllMocks());

/** The exit code for an error, and what is printed of it. */
function reported(error: unknown): { code: number; text: string } {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    text += chunk;
    return true;
  });
  return { code: report('nlmon', error), text };
}

const withCode = (code: string, message: string) => Object.assign(new Error(message), { code });

it('says what was wrong with the command line, and where to look: 2', () => {
  expect(exitCodes).toEqual({ failure: 1, usage: 2 });
  expect(reported(new UsageError('no such thing'))).toEqual({
    code: 2,
    text: 'nlmon: no such thing (see nlmon --help)\n',
  });
});

it('says what failed: 1', () => {
  expect(reported(new Error('it broke'))).toEqual({ code: 1, text: 'nlmon: it broke\n' });
  expect(reported('a word')).toEqual({ code: 1, text: 'nlmon: a word\n' });
});

it('says what to do about an errno, unless the message does', () => {
  expect(reported(withCode('EPERM', 'may not')).text).toBe(
    'nlmon: may not (run as root, or with --sandbox)\n',
  );
  expect(reported(withCode('EPERM', 'may not: run as root')).text).toBe('nlmon: may not: run as root\n');
  expect(reported(withCode('EMFILE', 'too many')).text).toMatch(/ulimit -n\)\n$/);
  expect(reported(withCode('EIO', 'input')).text).toBe('nlmon: input\n');
});

it('says what option helps, also where the error says what is wrong', () => {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
    text += chunk;
    return true;
  });
  const explained = Object.assign(withCode('EACCES', 'to all'), { cause: withCode('EACCES', 'denied') });
  report('rawctl', explained, {}, { EPERM: 'other' });
  report('rawctl', explained, {}, { EACCES: '-b allows it' });
  expect(text).toBe('rawctl: to all\nrawctl: to all (-b allows it)\n');
});

it('is one line, whatever the message holds', () => {
  expect(reported(new Error('one\n  two\nthree')).text).toBe('nlmon: one two three\n');
  expect(reported(new UsageError("no object 'a\nb'")).text).toBe(
    "nlmon: no object 'a b' (see nlmon --help)\n",
  );
});
