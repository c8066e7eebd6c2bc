// Route events faster than any tool makes them: who loses how many?
import { stormMaker } from '../event-makers.js';
import { columns, listenByTurns } from '../listen.js';
import { grouped } from '../report.js';
import { addDevice } from '../tables.js';

export default async function measureStorm({ rt, ...context }) {
  const make = stormMaker(context.folder, await addDevice(rt), context.events);
  return {
    title: `${grouped(context.events)} route events as fast as the kernel makes them`,
    notes: [
      'The same, while a C program makes 64 changes with one call: who loses how many?',
      'A program that is behind takes many events at a time, and so needs less CPU for each.',
    ],
    columns: columns.slice(0, -1),
    rows: await listenByTurns(context, make, () => ''),
  };
}
