// How soon an event is seen after a quiet time.
import { join } from 'node:path';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { number, times } from '../report.js';
import { median } from '../statistics.js';
import { addDevice } from '../tables.js';

const unmeasured = 20;
const measured = 200;

export default async function measureLatency({ rt, folder, runs, progress }) {
  const { index } = await addDevice(rt);
  const words = [index, unmeasured, measured].map(String);
  const listening = {
    'C, which only receives': [join(folder, 'first-event-limit'), ...words],
    'afkit: `subscribe().batches()`': [process.execPath, join(programs, 'first-event.js'), ...words],
  };
  const taken = await byTurns(
    Object.fromEntries(
      Object.entries(listening).map(([name, command]) => [name, () => timesOf(folder, command)]),
    ),
    runs,
    progress,
  );
  const [limit] = Object.values(taken);
  const rows = Object.entries(taken).map(([name, { failure, middle, worst }], i) => [
    name,
    ...(failure === undefined
      ? [number(middle, 3), times(middle / limit.middle), number(worst, 3)]
      : [failure, '', '']),
    i === 0 ? '' : goalCell(goal(middle, 2, 'median ≤ 2 ms')),
  ]);
  return {
    title: 'The first event after a quiet time',
    notes: [
      `Milliseconds from writing a route to seeing its event, in one process: the median and the worst of ${measured}`,
      `events, 5 ms or more apart, after ${unmeasured} that are not counted. The worst is as much the system's as the program's.`,
    ],
    columns: ['', 'median ms', 'to C', 'worst ms', 'goal'],
    rows,
  };
}

async function timesOf(folder, command) {
  const { failure, output } = await run(folder, command, 'keep');
  if (failure !== undefined) return { failure };
  const milliseconds = JSON.parse(output).map(microseconds => microseconds / 1000);
  return { middle: median(milliseconds), worst: Math.max(...milliseconds) };
}
