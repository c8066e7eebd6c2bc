// Runs programs that listen to route events, by turns, while events are made.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commands, nlmonCommand, nlmonMissing } from './commands.js';
import { cpuOf, listeners } from './kernel-sockets.js';
import { byTurns, start } from './measure.js';
import { programs } from './paths.js';
import { grouped, number, times } from './report.js';

/** RTNLGRP_IPV4_ROUTE */
const group = 7;

export const names = {
  limit: 'C, which only receives',
  afkit: 'afkit: `subscribe().batches()`',
  nlmon: '`nlmon routes`',
  ip: '`ip monitor route`',
};

/** The programs; `counts` says that one prints how many events it saw. */
function listening(folder) {
  const script = name => [process.execPath, join(programs, name)];
  return {
    [names.limit]: { command: [join(folder, 'event-limit')], counts: true },
    [names.afkit]: { command: script('count-events.js'), counts: true },
    [names.nlmon]: { command: nlmonCommand(commands.routes.ours), missing: nlmonMissing },
    [names.ip]: { command: ['ip', 'monitor', 'route'] },
    'npm `netlink`: `message` events': { command: script('peer-netlink-events.js'), counts: true },
    'the same, given a receive buffer of 8 MiB': {
      command: [...script('peer-netlink-events.js'), String(8 * 1024 * 1024)],
      counts: true,
    },
  };
}

export const columns = ['', 'CPU s', 'to C', 'to ip', 'lost', 'gaps', 'peak MB', 'goal'];

/**
 * A row for each program.
 *
 * @param {object} context of a section
 * @param {(stopped: () => boolean) => Promise<void>} make makes the events
 * @param {(name: string, ratio: number | undefined) => string} goalOf from what was measured, in the ratio to ip's
 */
export async function listenByTurns({ folder, events, runs, progress }, make, goalOf) {
  const all = Object.entries(listening(folder));
  const usable = all.filter(([, { missing }]) => missing === undefined);
  const measured = await byTurns(
    Object.fromEntries(usable.map(([name, program]) => [name, () => listen(folder, program, make, events)])),
    runs,
    progress,
  );
  const base = measured[names.ip].perEvent;
  return all.map(([name, { missing }]) => {
    const { failure = missing, perEvent, lost, gaps, peak } = measured[name] ?? {};
    if (failure !== undefined) return [name, failure, '', '', '', '', '', goalOf(name, undefined)];
    return [
      name,
      number(perEvent * 1e5, 3),
      times(perEvent / measured[names.limit].perEvent),
      times(perEvent / base),
      grouped(lost),
      grouped(gaps),
      number(peak, 0),
      goalOf(name, perEvent / base),
    ];
  });
}

/** Runs one listener while events are made. */
async function listen(folder, { command, counts }, make, events) {
  const running = start(folder, command, counts ? 'keep' : 'drop');
  let ended = false;
  const done = running.done.finally(() => {
    ended = true;
  });
  const pid = await running.pid;
  await until(() => ended || listeners(group) !== undefined);
  // Whatever it does to get ready.
  await sleep(150);
  const before = cpuOf(pid) ?? 0;
  await make(() => ended);
  let last = -1;
  await until(() => {
    const cpu = cpuOf(pid);
    const idle = cpu === last && listeners(group)?.waiting === 0;
    last = cpu;
    return ended || idle;
  }, 100);
  const cpu = (cpuOf(pid) ?? 0) - before;
  const lost = listeners(group)?.lost ?? 0;
  const early = ended;
  running.kill('SIGTERM');
  const killer = setTimeout(() => running.kill('SIGKILL'), 3000);
  const usage = await done;
  clearTimeout(killer);
  const counted = usage.output === '' ? {} : JSON.parse(usage.output);
  if (early) {
    const seen = counted.events === undefined ? '' : ` after ${grouped(counted.events)} events`;
    return { failure: `ended${seen}: ${usage.failure ?? 'exit status 0'}` };
  }
  const received = events - lost;
  const saidSo = running.complaints.filter(line => /lost|buffer/i.test(line)).length;
  // A program that counts must come to the same.
  if (counts && counted.events !== received) {
    return { failure: `failed: counted ${counted.events} of ${received} events` };
  }
  return { perEvent: cpu / received, lost, gaps: counted.gaps ?? saidSo, peak: usage.peak };
}

/** Waits for something, half a minute at most. */
async function until(condition, interval = 20) {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(interval)) if (condition()) return;
  throw new Error('the listener did not become ready, or never came to rest');
}
