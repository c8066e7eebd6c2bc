// Runs programs and says what they took.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signalNames } from './signals.js';
import { median } from './statistics.js';

/**
 * What a program took, from its start to its end.
 * @typedef {object} Usage
 * @property {number} seconds wall clock
 * @property {number} cpu seconds, user and system
 * @property {number} peak MB of memory at most
 * @property {string} [failure] how it ended, when not well
 * @property {string} output what it printed, where that was kept
 * @property {number} lines how many it printed, where they were counted
 */

/** A program that is longer under way than this hangs. */
const patience = 120_000;

/**
 * Starts a program under the launcher.
 *
 * @param {string} folder of the compiled programs
 * @param {readonly string[]} command
 * @param {'drop' | 'keep' | 'count'} output what becomes of its output: drop sends it to /dev/null
 */
export function start(folder, command, output = 'drop') {
  const stdout = output === 'drop' ? 'ignore' : 'pipe';
  const child = spawn(join(folder, 'launch'), command, { stdio: ['ignore', stdout, 'pipe', 'pipe'] });
  let text = '';
  let lines = 0;
  const complaints = [];
  child.stdout?.on('data', data => {
    if (output === 'keep') text += data;
    for (let at = data.indexOf(10); at !== -1; at = data.indexOf(10, at + 1)) lines++;
  });
  createInterface({ input: child.stderr }).on('line', line => {
    if (complaints.length < 100_000) complaints.push(line);
  });
  const report = createInterface({ input: child.stdio[3] });
  const { promise: pid, resolve: started, reject: notStarted } = withResolvers();
  let end;
  report.on('line', line => {
    const [word, ...numbers] = line.split(' ');
    if (word === 'pid') started(Number(numbers[0]));
    else end = numbers.map(Number);
  });
  child.on('error', notStarted);
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  const done = once(child, 'close').then(() => {
    clearTimeout(timer);
    const [status = 0, seconds = 0, user = 0, system = 0, peak = 0] = end ?? [];
    const failure =
      end === undefined ? `did not end within ${patience / 1000} s` : failureOf(status, complaints);
    const cpu = user + system;
    return /** @type {Usage} */ ({ seconds, cpu, peak: peak / 1024, failure, output: text, lines });
  });
  // Whoever waits for one of the two learns of it.
  pid.catch(() => {});
  done.catch(notStarted);
  return { pid, done, kill: signal => child.kill(signal), complaints };
}

/** Runs a program to its end. */
export async function run(folder, command, output = 'drop') {
  return start(folder, command, output).done;
}

/**
 * Runs programs by turns, A B C A B C …, and gives for each the median of what it took. One that fails once is not run
 * again.
 *
 * @template T
 * @param {Record<string, () => Promise<T & { failure?: string }>>} programs
 * @param {number} runs
 * @param {(name: string) => void} [progress]
 * @returns {Promise<Record<string, T>>}
 */
export async function byTurns(programs, runs, progress = () => {}) {
  const taken = Object.fromEntries(Object.keys(programs).map(name => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, program] of Object.entries(programs)) {
      if (taken[name].at(-1)?.failure !== undefined) continue;
      progress(`${name} (${turn + 1} of ${runs})`);
      taken[name].push(await program());
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, typical(list)]));
}

/** The median of every number; the failure, if there was one. */
function typical(list) {
  const failed = list.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return failed;
  const numbers = Object.keys(list[0]).filter(name => typeof list[0][name] === 'number');
  return {
    ...list[0],
    ...Object.fromEntries(numbers.map(name => [name, median(list.map(item => item[name]))])),
  };
}

/**
 * @param {number} status as wait4(2) gives it
 * @param {string[]} lines of its standard error
 */
function failureOf(status, lines) {
  if (status === 0) return undefined;
  const signal = status & 0x7f;
  const how = signal === 0 ? `exit status ${status >> 8}` : `killed by ${signalNames[signal] ?? signal}`;
  // Of an uncaught error, the message stands behind the source line.
  const why = lines.find(line => /^\w*Error\b|error:/i.test(line)) ?? lines[0];
  return why ? `${how}: ${why}` : how;
}

function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
