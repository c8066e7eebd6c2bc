// Echoes and frames through raw and packet sockets.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { number, times } from '../report.js';
import { median } from '../statistics.js';

const hosts = 4096;
const echoes = 65_536;
const batch = 256;
const [frames, calls] = [64, 4000];

export default async function measureRaw({ folder, runs, progress }) {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('ip', ['link', 'add', 'bench0', 'type', 'veth', 'peer', 'name', 'bench1']);
  for (const device of ['bench0', 'bench1']) execFileSync('ip', ['link', 'set', device, 'up']);
  try {
    const list = join(folder, 'hosts');
    writeFileSync(list, addresses(hosts).join('\n'));
    const node = (program, ...words) => [process.execPath, join(programs, program), ...words.map(String)];
    const c = (program, ...words) => [join(folder, program), ...words.map(String)];
    const measured = commands =>
      byTurns(
        Object.fromEntries(
          Object.entries(commands).map(([name, command]) => [name, () => rounds(folder, command)]),
        ),
        runs,
        progress,
      );
    const sweeps = await measured({
      'C, which matches nothing': c('echo-limit', hosts, batch, 15),
      'afkit: `sweep()`': node('sweep.js', hosts, 20),
      ...(has('fping') ? { 'fping -q -i 0 -r 0': ['sh', '-c', fpings(list, 5)] } : {}),
      ...(has('net-ping') ? { 'npm `net-ping`': node('peer-net-ping.js', hosts, 3) } : {}),
    });
    const windows = await measured({
      'C, the same batches': c('echo-limit', echoes, batch, 5),
      'afkit: `sweep()`, 65,536 echoes': node('sweep.js', echoes, 6),
    });
    const sending = await measured({
      'C, `sendmmsg`': c('transmit-limit', 'bench0', frames, calls, 7),
      'afkit: `PacketSocket`, a batch': node('transmit.js', 'bench0', frames, calls, 7),
    });
    return section(sweeps, windows, sending);
  } finally {
    execFileSync('ip', ['link', 'del', 'bench0']);
  }
}

function section(sweeps, windows, sending) {
  const rate = ({ seconds }, count) => count / seconds;
  const ours = sweeps['afkit: `sweep()`'];
  const faster = name => (sweeps[name] === undefined ? Number.NaN : sweeps[name].seconds / ours.seconds);
  const atLeast = (value, least, text) => goal(1 / value, 1 / least, text);
  const [echoLimit, echo] = Object.values(windows);
  const [sendLimit, send] = Object.values(sending);
  const goals = {
    'afkit: `sweep()`': goalCell(
      atLeast(faster('fping -q -i 0 -r 0'), 2, '≥ 2 × fping'),
      atLeast(faster('npm `net-ping`'), 4, '≥ 4 × net-ping'),
    ),
    'afkit: `sweep()`, 65,536 echoes': goalCell(atLeast(echoLimit.seconds / echo.seconds, 0.8, '≥ 0.8 × C')),
    'afkit: `PacketSocket`, a batch': goalCell(atLeast(sendLimit.seconds / send.seconds, 0.9, '≥ 0.9 × C')),
  };
  const rows = (taken, count) => {
    const [limit] = Object.values(taken);
    return Object.entries(taken).map(([name, result]) => [
      name,
      ...(result.failure === undefined
        ? [number(rate(result, count) / 1000, 0), times(limit.seconds / result.seconds)]
        : [result.failure, '']),
      goals[name] ?? '',
    ]);
  };
  return {
    title: 'Echoes and frames',
    notes: [
      `Thousands a second while it runs, without its start: ICMP echoes to ${hosts} addresses of 127/8, then to ${echoes} in`,
      `batches of ${batch}, then frames of 64 bytes into a wire that nobody listens at. The C program sends and receives in one`,
      'thread; `sweep()` sends in two where there are two processors. fping and net-ping are measured where they are installed',
      '(`npm install --no-save net-ping`).',
    ],
    columns: ['', 'thousand a second', 'to C', 'goal'],
    rows: [...rows(sweeps, hosts), ...rows(windows, echoes), ...rows(sending, frames * calls)],
  };
}

function addresses(count) {
  return Array.from({ length: count }, (_, i) => `127.16.${((i + 1) >> 8) & 255}.${(i + 1) & 255}`);
}

/** The seconds that fping says each of some sweeps took. */
function fpings(list, rounds) {
  const sweep = `fping -s -q -i 0 -r 0 -f ${list} 2>&1 | sed -n 's/ *\\([0-9.]*\\) sec (elapsed.*/\\1/p'`;
  return Array(rounds).fill(sweep).join('; ');
}

/** The median of the seconds that a program prints, a round a line. */
async function rounds(folder, command) {
  const { failure, output } = await run(folder, command, 'keep');
  if (failure !== undefined) return { failure };
  return {
    seconds: median(
      output
        .trim()
        .split('\n')
        .map(text => Number.parseFloat(text)),
    ),
  };
}

function has(peer) {
  try {
    if (peer === 'fping') execFileSync('fping', ['--version'], { stdio: 'ignore' });
    else createRequire(import.meta.url).resolve(peer);
    return true;
  } catch {
    return false;
  }
}
