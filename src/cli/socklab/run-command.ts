import { command } from '../command.js';
import { UsageError } from '../errors.js';
import { wholeNumber } from '../values.js';

const formats = ['json', 'tap', 'junit'] as const;

export const run = command({
  usage: 'run <what...>',
  describe: 'ask the kernel: an experiment, a topic, or all',
  positionals: { what: { type: 'string', array: true, describe: 'NL-08, UNIX, all', demandOption: true } },
  options: {
    json: { alias: 'j', type: 'boolean', describe: 'a JSON object an experiment' },
    tap: { type: 'boolean', describe: 'as the Test Anything Protocol' },
    junit: { type: 'boolean', describe: 'as JUnit XML' },
    predict: { type: 'boolean', default: true, describe: 'ask for a bet first; --no-predict does not' },
    jobs: {
      type: 'number',
      requiresArg: true,
      describe: 'experiments at a time; as many as there are processors',
    },
    mutants: {
      type: 'boolean',
      describe: 'also run what must turn each verdict, and fail where it does not',
    },
    here: { type: 'boolean', describe: 'without a user namespace of its own; needs root' },
  },
  completions: { what: async () => (await import('./words.js')).experimentWords() },
  understand(argv) {
    const given = formats.filter(format => argv[format]);
    if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other`);
    return {
      what: argv.what as string[],
      format: given[0] ?? 'text',
      predict: argv.predict as boolean,
      jobs: wholeNumber('--jobs', argv.jobs as number | undefined, 64),
      mutants: argv.mutants === true,
      here: argv.here === true,
    } as const;
  },
  async run(settings) {
    return (await import('./run.js')).runExperiments(settings);
  },
});
