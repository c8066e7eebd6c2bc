/** A process that runs experiments one after another, as it is told: what one does to its process cannot reach another. */
import { find } from './catalogue.js';
import type { Task } from './pool.js';
import { run } from './run.js';

process.on('message', async ({ id, mutant }: Task) => {
  const [experiment] = find(id);
  const { mutants } = experiment!;
  const change = mutant === undefined || typeof mutants === 'string' ? undefined : mutants[mutant];
  process.send!(await run(experiment!, { mutant: change }));
});
process.on('disconnect', () => process.exit());
