import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/cli/errors.js';
import { ipObjectNames, objectWords, tcObjectNames } from '../../../src/cli/nlmon/object-names.js';
import { understandWords } from '../../../src/cli/nlmon/selectors/words.js';

const objectsOf = (words: readonly string[]) => understandWords(words).objects;

describe('objects', () => {
  it.each([
    ['links', 'links'],
    ['link', 'links'],
    ['l', 'links'],
    ['address', 'addrs'],
    ['a', 'addrs'],
    ['addre', 'addrs'],
    ['r', 'routes'],
    ['ro', 'routes'],
    ['ru', 'rules'],
    ['n', 'neighs'],
    ['ne', 'neighs'],
    ['neighbor', 'neighs'],
    ['neighbour', 'neighs'],
    ['net', 'netconfs'],
    ['netconf', 'netconfs'],
    ['ns', 'nsids'],
    ['nex', 'nexthops'],
  ])('%s: %s', (word, name) => {
    expect(objectsOf([word])).toEqual([name]);
  });

  it('keeps the order, and each object once', () => {
    expect(objectsOf(['r', 'l', 'routes', 'link'])).toEqual(['routes', 'links']);
    expect(objectsOf(['nsid', 'all'])).toEqual(['nsids', ...ipObjectNames.filter(name => name !== 'nsids')]);
  });

  it('knows all words that it offers', () => {
    const several: Readonly<Record<string, number>> = {
      all: ipObjectNames.length,
      tc: tcObjectNames.length,
      bridge: 5,
    };
    for (const word of objectWords) expect(objectsOf([word]).length).toBe(several[word] ?? 1);
  });

  it.each([
    ['rute', /Did you mean 'route'\?/],
    ['lniks', /Did you mean 'links'\?/],
    ['xyzzy', /there is no object 'xyzzy'\. Objects: links /],
    ['', /there is no object ''\. Objects: links /],
    ['--once', /there is no object '--once'/],
    ['demo', /'demo' is no object: it stands alone, as in nlmon demo$/],
    ['completion', /stands alone/],
  ])('%s: no object', (word, message) => {
    expect(() => objectsOf(['links', word])).toThrow(UsageError);
    expect(() => objectsOf(['links', word])).toThrow(message);
  });
});
