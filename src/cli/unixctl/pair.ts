import { spawn } from 'node:child_process';
import { constants as system } from 'node:os';
import { constants, encodeInt, Socket } from '../../socket/index.js';
import { type UnixSocketType, unixSocketTypes } from '../../unix/diagnosis.js';

export interface PairSettings {
  readonly type: UnixSocketType;
  readonly commands: readonly [readonly string[], readonly string[]];
}

/** Runs two commands that are each other's standard input and output. Resolves with the first exit code that is not 0. */
export async function pair({ type, commands }: PairSettings): Promise<number> {
  const ends = Socket.pair(constants.AF_UNIX, unixSocketTypes[type]);
  // The other end is told of an end only when nobody has this one any more.
  const running = commands.map((words, index) => {
    const socket = ends[index]!;
    socket.ioctl(constants.FIONBIO, encodeInt(0));
    const [program, ...args] =
      words.length === 1 && /\s/.test(words[0]!) ? ['/bin/sh', '-c', words[0]!] : words;
    const child = spawn(program!, args, { stdio: [socket.fd, socket.fd, 'inherit'] });
    return new Promise<number>((resolve, reject) => {
      child.on('error', error =>
        reject(new Error(`cannot run ${program}: ${error.message}`, { cause: error })),
      );
      child.on('exit', (code, signal) => resolve(code ?? 128 + (system.signals[signal!] ?? 0)));
    });
  });
  for (const socket of ends) socket.close();
  const codes = await Promise.all(running);
  return codes.find(code => code !== 0) ?? 0;
}
