import { cleanSockets } from '../../unix/clean.js';
import { exitCodes } from '../errors.js';
import { Output } from '../output.js';

export interface CleanSettings {
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  readonly recursive: boolean;
  readonly json: boolean;
}

/** Removes the files of dead sockets and says which. 1 when something could not be looked at or removed. */
export async function clean({ paths, json, ...options }: CleanSettings): Promise<number | undefined> {
  const output = new Output();
  let code: number | undefined;
  for (const { path, state, removed, error } of cleanSockets(paths, options)) {
    if (error !== undefined) {
      code = exitCodes.failure;
      output.flush();
      process.stderr.write(`unixctl: ${path}: ${error.message}\n`);
    }
    if (json) output.write(`${JSON.stringify({ path, state, removed })}\n`);
    else if (removed) output.write(`removed ${path}\n`);
    else if (state === 'stale' && options.dryRun) output.write(`dead: ${path}\n`);
    else if (state === 'not a socket' && paths.includes(path))
      output.write(`not a socket, left alone: ${path}\n`);
    else if (state === 'live' && paths.includes(path)) output.write(`alive, left alone: ${path}\n`);
  }
  output.flush();
  return code;
}
