import { expect, test } from 'vitest';
import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';
import { nsidFormat } from '../../../../src/cli/nlmon/format/nsid.js';
import type { Nsid } from '../../../../src/netlink/route/index.js';

const context: FormatContext = {
  display: plainDisplay,
  mode: 'show',
  deleted: false,
  names: loadIprouteNames([]),
  interfaceName: index => `if${index}`,
  namespaceName: nsid => (nsid === 4 ? 'four' : undefined),
};

test.each<[Omit<Nsid, 'family'>, string, object]>([
  [{ nsid: 0 }, 'nsid 0 ', { nsid: 0 }],
  [{ nsid: 4 }, 'nsid 4 (iproute2 netns name: four)', { nsid: 4, name: 'four' }],
  [{ nsid: -1 }, 'nsid unassigned ', {}],
  [
    { nsid: 1, currentNsid: 4 },
    'nsid 1 current-nsid 4 (iproute2 netns name: four)',
    { nsid: 1, 'current-nsid': 4, name: 'four' },
  ],
  [{ nsid: 4, currentNsid: 1 }, 'nsid 4 current-nsid 1 ', { nsid: 4, 'current-nsid': 1 }],
  [{ nsid: 4, currentNsid: -1 }, 'nsid 4 current-nsid unassigned ', { nsid: 4 }],
])('%j', (fields, text, json) => {
  const nsid = { family: 'unspec', ...fields } as Nsid;
  expect(nsidFormat.text(nsid, context)).toBe(`${text}\n`);
  expect(nsidFormat.json(nsid, context)).toEqual(json);
});

test('names need a way to find them', () => {
  const { namespaceName: _, ...without } = context;
  expect(nsidFormat.text({ family: 'unspec', nsid: 4 }, without)).toBe('nsid 4 \n');
});

test('a message without the number is not printed', () => {
  expect(nsidFormat.text({ family: 'unspec' }, context)).toBe('');
  expect(nsidFormat.json({ family: 'unspec' }, context)).toBeUndefined();
});
