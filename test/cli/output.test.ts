import { EventEmitter } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { endWhenUnwritable, Output } from '../../src/cli/output.js';

afterEach(() => vi.restoreAllMocks());

class Stream extends EventEmitter {
  readonly written: string[] = [];

  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}

const stream = () => new Stream() as Stream & NodeJS.WriteStream;

it('gathers lines until they are flushed, and writes nothing where there is nothing', () => {
  const out = stream();
  const output = new Output(out);
  output.write('a\n');
  output.write('b\n');
  expect(out.written).toEqual([]);
  output.flush();
  output.flush();
  expect(out.written).toEqual(['a\nb\n']);
});

it('writes by the bufferful without being told to', () => {
  const out = stream();
  const output = new Output(out);
  const line = `${'x'.repeat(1023)}\n`;
  for (let i = 0; i < 100; i++) output.write(line);
  expect(out.written.map(text => text.length)).toEqual([64 * 1024]);
  output.flush();
  expect(out.written.join('')).toBe(line.repeat(100));
});

it('ends silently with 0 when the reader closed the pipe', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const out = stream();
  endWhenUnwritable('nlmon', out);
  out.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  expect(exit).toHaveBeenCalledExactlyOnceWith(0);
  expect(stderr).not.toHaveBeenCalled();
});

it('ends with a line that says why where nothing can be written', () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const out = stream();
  endWhenUnwritable('nlmon', out);
  out.emit('error', Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }));
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(stderr.mock.calls).toEqual([['nlmon: no space left on device\n']]);
});
