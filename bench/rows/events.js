// A stream of route events at the speed of `ip -batch`, listened to by everybody.
import { batchMaker, wholeBatches } from '../event-makers.js';
import { goal, goalCell } from '../goals.js';
import { columns, listenByTurns, names } from '../listen.js';
import { grouped } from '../report.js';
import { addDevice } from '../tables.js';

export default async function measureEvents({ rt, events: asked, ...context }) {
  const events = wholeBatches(asked);
  const make = batchMaker(context.folder, await addDevice(rt), events);
  const rows = await listenByTurns({ ...context, events }, make, (name, ratio) =>
    name === names.afkit || name === names.nlmon ? goalCell(goal(ratio, 0.6, '≤ 0.6 × `ip monitor`')) : '',
  );
  return {
    title: `${grouped(events)} route events from \`ip -batch\``,
    notes: [
      'CPU seconds (user and system) for 100,000 events that were received, while `ip -batch` adds and deletes routes as',
      'fast as it can. Lost is what the kernel counts as dropped for want of room in the receive buffer; gaps is how',
      'often the program said so. Every program has the receive buffer that it asks for by default, as far as an',
      'ordinary user may: in a user namespace `net.core.rmem_max` binds. The C program asks for what afkit asks for.',
    ],
    columns,
    rows,
  };
}
