import { describe, expect, test } from 'vitest';
import { errorMessage, errorName, SocketError } from '../../src/socket/index.js';

describe('SocketError', () => {
  test('reads like a system error of Node', () => {
    const error = SocketError.from(-2, 'bind', '/run/x');
    expect(error).toMatchObject({ code: 'ENOENT', errno: -2, syscall: 'bind', address: '/run/x' });
    expect(error.message).toBe('bind ENOENT: No such file or directory (/run/x)');
    expect(String(error)).toBe('SocketError: bind ENOENT: No such file or directory (/run/x)');
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain('errors.test');
  });

  test('has no address unless one is given', () => {
    expect('address' in SocketError.from(-105, 'recvmmsg')).toBe(false);
    expect(SocketError.from(-105, 'recvmmsg').message).toBe('recvmmsg ENOBUFS: No buffer space available');
  });

  test('takes an explanation and a cause', () => {
    const cause = new Error('why');
    const error = new SocketError({ syscall: 'poll', errno: -110, explanation: 'too late', cause });
    expect(error.message).toBe('poll ETIMEDOUT: too late');
    expect(error.cause).toBe(cause);
  });

  test('does without a name for numbers that have none', () => {
    expect(SocketError.from(-4000, 'ioctl').code).toBe('E4000');
  });
});

describe('errorName and errorMessage', () => {
  test('take errno and −errno', () => {
    expect(errorName(105)).toBe('ENOBUFS');
    expect(errorName(-105)).toBe('ENOBUFS');
    expect(errorMessage(-1)).toBe('Operation not permitted');
  });

  test('name numbers that have two spellings as the kernel does', () => {
    expect([11, 35, 95, 524].map(errorName)).toEqual(['EAGAIN', 'EDEADLK', 'EOPNOTSUPP', 'ENOTSUPP']);
  });
});
