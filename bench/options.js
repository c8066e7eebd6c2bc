import { parseArgs } from 'node:util';
import { mostRoutes } from './tables.js';

export const sections = [
  'routes',
  'events',
  'storm',
  'latency',
  'tables',
  'startup',
  'writes',
  'unix',
  'raw',
  'packets',
];

const usage = `Usage: npm run bench -- [--only NAME]… [--routes N] [--events N] [--runs N]

Measures, and writes bench/results.md when nothing was left out and the sizes are the default ones.

  --only NAME   only this section: ${sections.join(', ')}
  --routes N    routes of the large table (1000000)
  --events N    events of the stream (400000)
  --runs N      how often each is measured; medians are given (3)
  --help        this text
`;

/** Reads the command line; ends the process for `--help` and for what makes no sense. */
export function readOptions(words) {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        only: { type: 'string', multiple: true },
        routes: { type: 'string' },
        events: { type: 'string' },
        runs: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit();
    }
    const only = values.only ?? sections;
    for (const name of only) {
      if (!sections.includes(name)) throw new Error(`there is no section '${name}': ${sections.join(', ')}`);
    }
    const routes = numberOf('routes', values.routes, 1_000_000, 1000, mostRoutes);
    const events = numberOf('events', values.events, 400_000, 1000, 100_000_000);
    const runs = numberOf('runs', values.runs, 3, 1, 100);
    const complete = only.length === sections.length && routes >= 1_000_000 && events >= 400_000 && runs >= 3;
    return { only, routes, events: events + (events % 2), runs, complete };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return process.exit(2);
  }
}

function numberOf(name, text, otherwise, least, most) {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new Error(`--${name} is a whole number from ${least} to ${most}`);
  }
  return number;
}
