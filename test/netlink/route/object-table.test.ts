import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../src/netlink/connection.js';
import { messageFlags, type Request, route } from '../../../src/netlink/index.js';
import { ObjectTable } from '../../../src/netlink/route/object-table.js';
import { routeValue } from '../../../src/netlink/route/options/route.js';
import type { Verb } from '../../../src/netlink/route/options/verb.js';

const { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_APPEND } = messageFlags;

/** A table on a connection that writes down what it is asked. */
function table(flags?: Partial<Record<Verb, number>>) {
  const asked: Request<typeof route>[] = [];
  const waits: unknown[] = [];
  const connection = {
    request: async (request: Request<typeof route>, wait: unknown) => {
      asked.push(request);
      waits.push(wait);
      return [{ answer: request.type }, { answer: 'second' }];
    },
    requestAll: async (requests: Request<typeof route>[], wait: unknown) => {
      asked.push(...requests);
      waits.push(wait);
      return requests.map(() => ({ status: 'fulfilled', value: [] }));
    },
    dump: (...args: unknown[]) => args,
  };
  const indexOf = (device: string | number) => Number(device);
  const routes = new ObjectTable(connection as unknown as Connection, route, routeValue, indexOf, {
    ...(flags === undefined ? {} : { flags }),
  });
  return { routes, asked, waits };
}

const dst = '10.0.0.0/8';

describe('a table', () => {
  test.each([
    ['add', 'RTM_NEWROUTE', NLM_F_CREATE | NLM_F_EXCL],
    ['replace', 'RTM_NEWROUTE', NLM_F_CREATE | NLM_F_REPLACE],
    ['append', 'RTM_NEWROUTE', NLM_F_CREATE | NLM_F_APPEND],
    ['set', 'RTM_NEWROUTE', NLM_F_REPLACE],
    ['delete', 'RTM_DELROUTE', 0],
    ['get', 'RTM_GETROUTE', 0],
  ] as const)('%s is %s with its flags', async (verb, type, flags) => {
    const { routes, asked, waits } = table();
    const wait = { timeout: 7 };
    const result = await routes[verb]({ dst, dev: 1 }, wait);
    expect(asked).toMatchObject([
      { schema: route, type, flags, value: { dst: '10.0.0.0', dstLen: 8, oif: 1 } },
    ]);
    expect(waits).toEqual([wait]);
    // The first of what is answered.
    expect(result).toEqual(verb === 'get' ? { answer: type } : undefined);
    await routes.all(verb, [{ dst, dev: 1 }], wait);
    expect(asked[1]).toEqual(asked[0]);
  });

  test('may have another flag for a verb', async () => {
    const { routes, asked } = table({ set: 0 });
    await routes.set({ dst, dev: 1 });
    expect(asked[0]!.flags).toBe(0);
  });

  test('all takes any iterable, in order', async () => {
    const { routes, asked } = table();
    const outcomes = await routes.all('add', new Set([{ dst: '10.0.0.1' }, { dst: '10.0.0.2' }]));
    expect(outcomes).toHaveLength(2);
    expect(asked.map(({ value }) => value.dst)).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  test('list passes the filter on', () => {
    const { routes } = table();
    const options = { retries: 1 };
    expect(routes.list({ family: 'inet' }, options)).toEqual([route, { family: 'inet' }, options]);
  });

  test.each([
    [{ dst, gatway: '10.0.0.1' }, "there is no field 'gatway'; did you mean 'gateway'?"],
    [{ dst, devv: 1 }, "there is no field 'devv'; did you mean 'dev'?"],
    [{ dst, metrics: { mut: 1 } }, undefined],
    [{ dst, colour: 'red' }, "there is no field 'colour'"],
    [{}, "give 'dst', 'gateway' or 'family'"],
  ])('%j is refused before anything is sent', async (options, message) => {
    const { routes, asked } = table();
    // What is inside attributes is looked at when it is written.
    if (message === undefined) return expect(await routes.add(options as any)).toBeUndefined();
    await expect(routes.add(options as any)).rejects.toMatchObject({
      name: 'WireError',
      message: expect.stringContaining(message),
    });
    expect(() => routes.all('add', [{ dst }, options as any])).toThrow(message);
    expect(asked).toEqual([]);
  });

  test('attributes by number are passed through', async () => {
    const { routes, asked } = table();
    await routes.add({ dst, '#99': new Uint8Array(4) } as any);
    expect(asked[0]!.value).toHaveProperty('#99');
  });
});
