import { describe, expect, it } from 'vitest';
import { experiments, find, sections, UnknownTopicError } from '../../src/labs/catalogue.js';
import { programs } from '../../src/labs/programs.js';

const everyId = sections.flatMap(it => [...it.experiments, ...it.listed]).map(({ id }) => id);

describe('the catalogue', () => {
  it.each(experiments)('$id says what it claims, asks and explains', experiment => {
    const { claim, predict, explain, mutants, texts, seeAlso = [] } = experiment;
    expect(claim).toMatch(/[.?]$/);
    expect(explain).toMatch(/\.$/);
    expect(predict.question).toMatch(/[?.]$/);
    expect(predict.choices.length).toBeGreaterThan(1);
    expect(new Set(predict.choices).size).toBe(predict.choices.length);
    expect(texts.length).toBeGreaterThan(0);
    // A checker that cannot fail checks nothing: there is a mutant, or a reason why there is none.
    expect(mutants.length).toBeGreaterThan(0);
    const later = /^(LINK|EVT|DMN|INETD|SYSLOG|ICMPD|SCTP)-/;
    expect(seeAlso.filter(id => !everyId.includes(id) && !later.test(id))).toEqual([]);
  });

  it('has the 38 programs of the lectures', () => {
    expect(programs.map(({ id }) => id)).toEqual(Array.from({ length: 38 }, (_, i) => `A${i + 1}`));
    const run = programs.map(({ command }) => /^socklab run (.*)$/.exec(command ?? '')?.[1]);
    for (const word of run) if (word !== undefined) expect(find(word).length).toBeGreaterThan(0);
  });
});

describe('find()', () => {
  it('takes experiments, topics and all, whatever their case', () => {
    expect(find('unix-01').map(({ id }) => id)).toEqual(['UNIX-01']);
    expect(find('Unix').length).toBeGreaterThan(20);
    expect(find('all')).toBe(experiments);
  });

  it('says what else there is', () => {
    expect(() => find('UNX')).toThrow(UnknownTopicError);
    expect(() => find('UNX')).toThrow("there is no experiment and no topic 'UNX'. Did you mean UNIX?");
    expect(() => find('UNIX-24')).toThrow('UNIX-24 has no experiment: a question to the audience');
    expect(() => find('LINK-01')).toThrow('still to come');
  });
});
