import { describe, expect, it } from 'vitest';
import { type Experiment, experiment } from '../../src/labs/experiment.js';
import { section } from '../../src/labs/section.js';
import { alone } from '../../src/labs/topology.js';

const numbered = (id: string): Experiment =>
  experiment({
    id,
    claim: 'It is so.',
    texts: ['S4'],
    topology: alone,
    run: () => ({ so: true }),
    predict: { question: 'Is it so?', choices: ['yes', 'no'], answer: ({ so }) => (so ? 'yes' : 'no') },
    expect: { so: true },
    mutants: 'there is nothing to change',
    explain: 'It always was.',
  });

describe('section()', () => {
  it('gathers the experiments of its files, in the order of the numbers', () => {
    const [one, other] = [{ tenth: numbered('A-10') }, { second: numbered('A-02'), more: numbered('A-02b') }];
    const { experiments } = section({ name: 'A', title: 'letters', files: [one, other], listed: [] });
    expect(experiments.map(({ id }) => id)).toEqual(['A-02', 'A-02b', 'A-10']);
  });

  it('refuses a number of another section, and one that is there twice', () => {
    const of = (...ids: string[]) =>
      section({
        name: 'A',
        title: 'letters',
        files: ids.map(id => ({ it: numbered(id) })),
        listed: [{ id: 'A-03', claim: 'It was so.', reason: 'it is long ago' }],
      });
    expect(() => of('B-01')).toThrow('B-01 is not of section A');
    expect(() => of('A-01', 'A-01')).toThrow('A-01 is there twice');
    expect(() => of('A-03')).toThrow('A-03 is there twice');
  });
});
