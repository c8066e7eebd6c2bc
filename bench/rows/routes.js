// A large table of IPv4 routes, read by everybody.
import { join } from 'node:path';
import { commands, nlmonCommand, nlmonMissing } from '../commands.js';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { grouped, number, times } from '../report.js';
import { addDevice, addRoutes } from '../tables.js';

const names = {
  limit: 'C, which only receives',
  array: 'afkit: `routes.list().toArray()`',
  touch: 'afkit: the same, and every field as text',
  text: '`nlmon routes --once`',
  json: '`nlmon routes --once --json`',
  ipText: '`ip route show`',
  ipJson: '`ip -j route show`',
  npm: 'npm `netlink`: `getRoutes()`',
};

export default async function measureRoutes({ rt, folder, routes, runs, progress }) {
  progress(`adding ${grouped(routes)} routes`);
  const { index } = await addDevice(rt);
  await addRoutes(rt, index, routes);

  const taken = await byTurns(await readers(folder, routes, progress), runs, progress);
  progress('bytes a route');
  const heap = await run(
    folder,
    [process.execPath, '--expose-gc', join(programs, 'retained-bytes.js')],
    'keep',
  );
  const bytes = heap.failure === undefined ? JSON.parse(heap.output).bytes : undefined;

  const goals = goalsOf(taken, bytes);
  const limit = taken[names.limit].seconds;
  const rows = Object.values(names).map(name => {
    const { failure, seconds, call, cpu, peak } = taken[name];
    const cells =
      failure === undefined
        ? [
            number(seconds),
            times(seconds / limit),
            call === undefined ? '' : `${number(call)} (${times(call / limit)})`,
            number(cpu),
            number(peak, 0),
          ]
        : [failure, '', '', '', ''];
    return [name, ...cells, goalCell(...(goals[name] ?? []))];
  });
  rows.push(['afkit: bytes of heap a route that is kept', number(bytes, 0)]);
  return {
    title: `${grouped(routes)} IPv4 routes`,
    notes: [
      'Each a /24 behind one of 64 gateways, every fourth with a metric. `call` is the part of the seconds that the',
      "library's call takes, without the start of Node.js, and its ratio to C's whole time. Commands write to /dev/null.",
    ],
    columns: ['', 'seconds', 'to C', 'call', 'CPU s', 'peak MB', 'goal'],
    rows,
  };
}

/** What reads the table, each as a function that measures it once. */
async function readers(folder, routes, progress) {
  const { ours, ip } = commands.routes;
  const script = name => [process.execPath, join(programs, name)];
  const counted = command => () => runCounted(folder, command, routes);
  const plain = command => () => run(folder, command);
  const checked = async (name, command) => {
    if (nlmonMissing !== undefined) return async () => ({ failure: nlmonMissing });
    progress(`${name}: are all routes there?`);
    const { failure, lines } = await run(folder, command, 'count');
    if (failure !== undefined) return async () => ({ failure });
    if (lines < routes) return async () => ({ failure: `failed: ${lines} lines for ${routes} routes` });
    return plain(command);
  };
  return {
    [names.limit]: counted([join(folder, 'receive-limit')]),
    [names.array]: counted(script('to-array.js')),
    [names.touch]: counted(script('touch-every-field.js')),
    [names.text]: await checked(names.text, nlmonCommand(ours, '--once')),
    [names.json]: await checked(names.json, nlmonCommand(ours, '--once', '--json')),
    [names.ipText]: plain(['ip', ...ip]),
    [names.ipJson]: plain(['ip', '-j', ...ip]),
    [names.npm]: counted(script('peer-netlink-routes.js')),
  };
}

/** Runs a program that says how many routes it saw, and fails it when some are missing. */
async function runCounted(folder, command, routes) {
  const usage = await run(folder, command, 'keep');
  if (usage.failure !== undefined) return usage;
  const { routes: seen, seconds: call } = JSON.parse(usage.output);
  return { ...usage, call, ...(seen < routes ? { failure: `failed: saw ${seen} routes` } : {}) };
}

function goalsOf(taken, bytes) {
  const secondsOf = name => (taken[name].failure === undefined ? taken[name].seconds : undefined);
  const ratio = (name, to) => secondsOf(name) / secondsOf(to);
  return {
    [names.array]: [
      goal(ratio(names.array, names.limit), 2.2, '≤ 2.2 × C'),
      goal(bytes, 260, '≤ 260 bytes a route'),
    ],
    [names.text]: [goal(ratio(names.text, names.ipText), 0.75, '≤ 0.75 × `ip route show`')],
    [names.json]: [goal(ratio(names.json, names.ipJson), 0.9, '≤ 0.9 × `ip -j route show`')],
  };
}
