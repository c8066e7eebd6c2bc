// What the start of a command adds to that of Node.js.
import { nlmonCommand, nlmonMissing } from '../commands.js';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { library } from '../paths.js';
import { number } from '../report.js';

export default async function measureStartup({ folder, runs, progress }) {
  const node = '`node -e 0`';
  const nlmon = '`nlmon --help`';
  const programs = {
    [node]: [process.execPath, '-e', '0'],
    "`import 'afkit/netlink'`": [
      process.execPath,
      '--input-type=module',
      '-e',
      `import ${JSON.stringify(library)}`,
    ],
    ...(nlmonMissing === undefined ? { [nlmon]: nlmonCommand('--help') } : {}),
  };
  const taken = await byTurns(
    Object.fromEntries(Object.entries(programs).map(([name, command]) => [name, () => run(folder, command)])),
    Math.max(runs, 20),
    turn => turn.includes('(1 of') && progress(turn),
  );
  const over = name => (taken[name].seconds - taken[node].seconds) * 1000;
  const rows = Object.entries(taken).map(([name, { failure, seconds, cpu, peak }]) => [
    name,
    ...(failure === undefined
      ? [
          number(seconds * 1000, 1),
          name === node ? '' : number(over(name), 1),
          number(cpu * 1000, 1),
          number(peak, 0),
        ]
      : [failure, '', '', '']),
    name === nlmon ? goalCell(goal(failure === undefined ? over(name) : undefined, 60, '≤ 60 ms over')) : '',
  ]);
  if (nlmonMissing !== undefined) {
    rows.push([nlmon, nlmonMissing, '', '', '', goalCell(goal(undefined, 60, '≤ 60 ms over'))]);
  }
  return {
    title: 'Start-up',
    notes: ['Milliseconds, the median of 20 starts that took turns.'],
    columns: ['', 'ms', 'over `node -e 0`', 'CPU ms', 'peak MB', 'goal'],
    rows,
  };
}
