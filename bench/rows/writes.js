// How fast routes are added.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { grouped, number, times } from '../report.js';
import { addDevice, routeWords } from '../tables.js';

const count = 100_000;

export default async function measureWrites({ rt, folder, runs, progress }) {
  const device = await addDevice(rt);
  const batch = join(folder, 'batch');
  writeFileSync(
    batch,
    Array.from({ length: count }, (_, i) => `route add ${routeWords(device.name, i)}\n`).join(''),
  );
  const script = how => [
    process.execPath,
    join(programs, 'write-routes.js'),
    how,
    String(device.index),
    String(count),
  ];
  const commands = {
    'C, which asks for no acknowledgements': [
      join(folder, 'write-limit'),
      String(device.index),
      'add',
      String(count),
    ],
    "afkit: `routes.all('add', …)`": script('pipelined'),
    'afkit: `await routes.add(…)`, one by one': script('awaited'),
    '`ip -batch`': ['ip', '-batch', batch],
  };
  const taken = await byTurns(
    Object.fromEntries(
      Object.entries(commands).map(([name, command]) => [
        name,
        async () => {
          const usage = await run(folder, command);
          // An interface that goes down loses its routes.
          for (const up of [false, true]) await rt.links.set({ dev: device.index, up });
          return usage;
        },
      ]),
    ),
    runs,
    progress,
  );
  const base = taken['`ip -batch`'];
  const rows = Object.entries(taken).map(([name, { failure, seconds, cpu, peak }]) => [
    name,
    ...(failure === undefined
      ? [grouped(Math.round(count / seconds)), times(base.seconds / seconds), number(cpu), number(peak, 0)]
      : [failure, '', '', '']),
  ]);
  return {
    title: 'Writes',
    notes: [
      `Routes a second, of ${grouped(count)} that are added to an empty table; the start of the program counts.`,
    ],
    columns: ['', 'routes a second', 'to ip', 'CPU s', 'peak MB'],
    rows,
  };
}
