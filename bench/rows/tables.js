// The other tables, ours against ip(8)'s. Each is filled in a namespace where the others are empty.
import { commands, nlmonCommand, nlmonMissing } from '../commands.js';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { grouped, number, times } from '../report.js';
import { addAddresses, addInterfaces, addNeighbours, removeInterfaces } from '../tables.js';

const tables = [
  { name: 'links', title: 'interfaces', count: 2_000, fill: addInterfaces },
  { name: 'addresses', title: 'addresses', count: 20_000, fill: addAddresses },
  { name: 'neighbours', title: 'neighbours', count: 100_000, fill: addNeighbours },
];

export default async function measureTables({ rt, folder, runs, progress }) {
  const rows = [];
  for (const { name, title, count, fill } of tables) {
    progress(`adding ${grouped(count)} ${title}`);
    await fill(rt, count);
    rows.push(...(await compare(name, title, count, { folder, runs: Math.max(runs, 7), progress })));
    await removeInterfaces(rt);
  }
  return {
    title: 'Other tables',
    notes: [
      '`nlmon OBJECT --once` against `ip OBJECT show`, to /dev/null. The seconds of `nlmon` include the start of Node.js.',
    ],
    columns: ['', 'nlmon s', 'ip s', 'to ip', 'nlmon CPU s', 'ip CPU s', 'nlmon MB', 'ip MB', 'goal'],
    rows,
  };
}

async function compare(name, title, count, { folder, runs, progress }) {
  const { ours, ip } = commands[name];
  const rows = [];
  for (const form of ['text', 'JSON']) {
    const label = `${grouped(count)} ${title}, ${form}`;
    const json = form === 'JSON';
    const command = nlmonCommand(ours, '--once', ...(json ? ['--json'] : []));
    let failure = nlmonMissing;
    if (failure === undefined) {
      const check = await run(folder, command, 'count');
      const least = json && name === 'addresses' ? 1 : count;
      failure = check.failure ?? (check.lines < least ? `failed: ${check.lines} lines` : undefined);
    }
    const programs = { ip: () => run(folder, ['ip', ...(json ? ['-j'] : []), ...ip]) };
    if (failure === undefined) programs.nlmon = () => run(folder, command);
    const { ip: theirs, nlmon } = await byTurns(programs, runs, turn => progress(`${label}: ${turn}`));
    failure ??= nlmon.failure ?? theirs.failure;
    const ratio = failure === undefined ? nlmon.seconds / theirs.seconds : undefined;
    rows.push([
      label,
      failure ?? number(nlmon.seconds, 3),
      number(theirs.seconds, 3),
      times(ratio),
      number(nlmon?.cpu, 3),
      number(theirs.cpu, 3),
      number(nlmon?.peak, 0),
      number(theirs.peak, 0),
      goalCell(goal(ratio, 1, '≤ `ip`')),
    ]);
  }
  return rows;
}
