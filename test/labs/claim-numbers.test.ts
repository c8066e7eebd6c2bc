import { describe, expect, it } from 'vitest';
import { experiments, sections, sectionsToCome } from '../../src/labs/catalogue.js';
import { claimStatuses, differencesFromCatalogue } from '../../src/labs/claim-numbers.js';

const withStatus = (status: string): string[] =>
  [...claimStatuses].filter(([, is]) => is === status).map(([id]) => id);

describe('the numbers of the catalogue', () => {
  it('are 178 experiments, 15 entries that say why there is none, and 68 to come', () => {
    expect(withStatus('experiment').length).toBe(178);
    expect(withStatus('listed').length).toBe(15);
    expect(withStatus('to come').length).toBe(68);
    const topics = new Set(withStatus('to come').map(id => id.split('-')[0]!));
    expect([...topics].sort()).toEqual(Object.keys(sectionsToCome).sort());
  });

  it('are those of the experiments and of the claims without one, both ways', () => {
    expect(differencesFromCatalogue(sections)).toEqual([]);
    expect(experiments.map(({ id }) => id).sort()).toEqual(withStatus('experiment').sort());
  });

  it('tell of an experiment that is gone, one without a number, and one that is only listed', () => {
    const changed = sections.map(section =>
      section.name === 'TIP'
        ? {
            ...section,
            experiments: [...section.experiments.slice(2), { ...section.experiments[0]!, id: 'TIP-09' }],
            listed: [{ id: 'TIP-02', claim: 'It is so.', reason: 'none' }],
          }
        : section,
    );
    expect(differencesFromCatalogue(changed)).toEqual([
      'TIP-01 should be an experiment, and is missing',
      'TIP-02 should be an experiment, and is listed with a reason',
      'TIP-09 is an experiment, and no number of the catalogue',
    ]);
  });
});
