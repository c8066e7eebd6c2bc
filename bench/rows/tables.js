// The other tables, ours against ip(8)'s. Each is filled in a namespace where the others are empty.
import { join } from 'node:path';
import { commands, nlmonCommand, nlmonMissing } from '../commands.js';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { grouped, number, times } from '../report.js';
import { addAddresses, addInterfaces, addNeighbours, removeInterfaces } from '../tables.js';

const tables = [
  { name: 'links', title: 'interfaces', count: 2_000, fill: addInterfaces },
  { name: 'links', title: 'interfaces with all details', words: ['-d'], count: 2_000, fill: addInterfaces },
  { name: 'addresses', title: 'addresses', count: 20_000, fill: addAddresses },
  { name: 'neighbours', title: 'neighbours', count: 100_000, fill: addNeighbours },
];

export default async function measureTables({ rt, folder, runs, progress }) {
  const rows = [];
  for (const { name, title, words = [], count, fill } of tables) {
    progress(`adding ${grouped(count)} ${title}`);
    await fill(rt, count);
    const compared = await compare(name, title, count, words, { folder, runs: Math.max(runs, 7), progress });
    rows.push(...compared.rows);
    if (words.length > 0)
      rows.push(...(await libraryRows(folder, `${grouped(count)} ${title}`, compared.ip)));
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

/** The same table as objects, whose printing is left to the program: what a monitor of interfaces does again and again. */
async function libraryRows(folder, label, ip) {
  const { failure, output } = await run(folder, [process.execPath, join(programs, 'dump-links.js')], 'keep');
  const taken = failure === undefined ? JSON.parse(output) : {};
  return [
    ['first', '`links.list()` as objects, the first in a process'],
    ['warm', '`links.list()` as objects, in a warm process'],
  ].map(([key, form]) => {
    const ratio = taken[key] === undefined ? undefined : taken[key] / ip;
    return [
      `${label}, ${form}`,
      failure ?? number(taken[key], 3),
      number(ip, 3),
      times(ratio),
      '',
      '',
      '',
      '',
      goalCell(goal(ratio, 1, '≤ `ip`')),
    ];
  });
}

async function compare(name, title, count, words, { folder, runs, progress }) {
  const { ours, ip } = commands[name];
  const rows = [];
  let ipSeconds = Number.NaN;
  for (const form of ['text', 'JSON']) {
    const label = `${grouped(count)} ${title}, ${form}`;
    const json = form === 'JSON';
    const command = nlmonCommand(ours, '--once', ...words, ...(json ? ['--json'] : []));
    let failure = nlmonMissing;
    if (failure === undefined) {
      const check = await run(folder, command, 'count');
      const fewest = json && name === 'addresses' ? 1 : count;
      failure = check.failure ?? (check.lines < fewest ? `failed: ${check.lines} lines` : undefined);
    }
    const programs = { ip: () => run(folder, ['ip', ...words, ...(json ? ['-j'] : []), ...ip]) };
    if (failure === undefined) programs.nlmon = () => run(folder, command);
    const { ip: theirs, nlmon } = await byTurns(programs, runs, turn => progress(`${label}: ${turn}`));
    failure ??= nlmon.failure ?? theirs.failure;
    if (!json) ipSeconds = theirs.seconds;
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
  return { rows, ip: ipSeconds };
}
