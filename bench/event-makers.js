// Who adds and deletes routes while others listen.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './measure.js';
import { routeWords } from './tables.js';

/** Lines that one `ip -batch` is given: it keeps 4 KiB of memory for each until its end. */
const most = 40_000;

/**
 * `ip -batch`: it waits for the answer to each change before it makes the next.
 *
 * @returns {(stopped: () => boolean) => Promise<void>} makes the events, unless it is stopped
 */
export function batchMaker(folder, device, events) {
  const file = join(folder, 'churn');
  const half = Math.min(most, events) / 2;
  const lines = verb =>
    Array.from({ length: half }, (_, i) => `route ${verb} ${routeWords(device.name, i)}\n`).join('');
  writeFileSync(file, lines('add') + lines('delete'));
  return async stopped => {
    for (let made = 0; made < events && !stopped(); made += 2 * half) {
      await complete(folder, ['ip', '-batch', file]);
    }
  };
}

/** A C program that makes 64 changes with one call and asks for no answers. */
export function stormMaker(folder, device, events) {
  return () => complete(folder, [join(folder, 'write-limit'), String(device.index), 'churn', String(events)]);
}

async function complete(folder, command) {
  const { failure } = await run(folder, command);
  if (failure !== undefined) throw new Error(`${command[0]}, which makes the events: ${failure}`);
}

/** How many events a maker makes that is asked for `events`. */
export function wholeBatches(events) {
  return events <= most ? events : Math.ceil(events / most) * most;
}
