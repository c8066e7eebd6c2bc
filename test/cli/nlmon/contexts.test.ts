import { expect, it } from 'vitest';
import { Contexts } from '../../../src/cli/nlmon/contexts.js';
import { plainDisplay } from '../../../src/cli/nlmon/format/display.js';
import { interfaces } from './support.js';

const contextsOf = (given: object) =>
  new Contexts(
    'monitor',
    { display: plainDisplay, family: undefined, device: undefined, ...given },
    interfaces,
    nsid => (nsid === 7 ? 'blue' : undefined),
  );

it('names interfaces as the namespace of the event does', () => {
  const contexts = contextsOf({});
  expect(contexts.for(undefined, false).interfaceName(2)).toBe('eth0');
  expect(contexts.for(7, false).interfaceName(2)).toBe('other');
  expect(contexts.for(7, true).interfaceName(9)).toBe('if9');
  expect(contexts.for(undefined, false).interfaceIsUp?.(2)).toBe(true);
  expect(contexts.for(undefined, false).interfaceIsUp?.(3)).toBeUndefined();
  expect(contexts.for(7, false).namespaceName?.(7)).toBe('blue');
});

it('makes one for what is there and one for what is gone, once', () => {
  const contexts = contextsOf({});
  expect(contexts.for(7, false).deleted).toBe(false);
  expect(contexts.for(7, true).deleted).toBe(true);
  expect(contexts.for(7, true)).toBe(contexts.for(7, true));
  expect(contexts.for(undefined, true)).not.toBe(contexts.for(7, true));
});

it('knows what the command line selects, and nothing of what it does not', () => {
  expect(contextsOf({ family: 'inet6', device: 'eth0', table: 254 }).for(undefined, false)).toMatchObject({
    mode: 'monitor',
    family: 'inet6',
    device: true,
    table: 254,
  });
  const context = contextsOf({}).for(undefined, false);
  for (const key of ['family', 'device', 'table']) expect(context).not.toHaveProperty(key);
});
