import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addr } from '../../src/netlink/route/addr.js';
import {
  ipv4DeviceConfiguration,
  ipv6DeviceConfiguration,
} from '../../src/netlink/route/device-configuration.js';
import { link } from '../../src/netlink/route/link.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { Comparison } from './comparison.js';
import { type AnyMessage, schemas } from './fixtures.js';
import { Specification } from './specification.js';
import { known } from './specifications-expected.js';

/** The kernel's Documentation/netlink/specs, which stand beside the project and are no part of it. */
const folder = resolve(import.meta.dirname, '../../../shared/ynl');
const present = existsSync(folder);

const compared: readonly (readonly [
  AnyMessage,
  file: string,
  header: string,
  set: string,
  prefix: RegExp,
])[] = [
  [link, 'rt-link', 'ifinfomsg', 'link-attrs', /^ifi-/],
  [addr, 'rt-addr', 'ifaddrmsg', 'addr-attrs', /^ifa-/],
  [route, 'rt-route', 'rtmsg', 'route-attrs', /^rtm-/],
  [neigh, 'rt-neigh', 'ndmsg', 'neighbour-attrs', /^ndm-/],
  [rule, 'rt-rule', 'fib-rule-hdr', 'fib-rule-attrs', /^$/],
];

/** Schemas whose messages no specification describes. */
const unspecified = ['netconf', 'nexthop', 'nsid'];

describe.skipIf(!present)(`the kernel's specifications (skipped without ../shared/ynl)`, () => {
  for (const [schema, file, header, set, prefix] of compared) {
    describe(`${file}.yaml`, () => {
      // Read in the tests: the folder may be missing when this file is loaded.
      const compare = () => {
        const specification = new Specification(`${folder}/${file}.yaml`);
        const comparison = new Comparison(specification);
        comparison.struct(schema.name, schema.header, header, prefix);
        comparison.set(schema.name, schema.attributes, set);
        if (schema === link) {
          comparison.met.add('ipv4-devconf').add('ipv6-devconf');
        }
        return { specification, comparison };
      };
      const { disagreements, unmatched, otherTypes } = known[schema.name]!;

      test('every attribute, name and member agrees, or is known to differ', () => {
        const { comparison } = compare();
        expect(comparison.disagreements.toSorted()).toEqual(Object.keys(disagreements).toSorted());
      });

      test('everything that it describes stands beside something of ours, or is known not to', () => {
        const { specification, comparison } = compare();
        const described = [...specification.sets, ...specification.definitions].map(({ name }) => name);
        const missing = described.filter(name => !comparison.met.has(name));
        expect(missing.toSorted()).toEqual(Object.keys(unmatched).toSorted());
      });

      test('message types have their numbers', () => {
        const { specification } = compare();
        const types = specification.messageTypes();
        for (const name of Object.keys(otherTypes)) expect(types.delete(name), name).toBe(true);
        expect(Object.fromEntries(types)).toEqual(schema.types);
      });
    });
  }

  test('settings of an interface have their places', () => {
    const specification = new Specification(`${folder}/rt-link.yaml`);
    expect(Object.keys(ipv4DeviceConfiguration.fields)).toEqual([
      ...specification.entries('ipv4-devconf').keys(),
    ]);
    const ipv6 = [...specification.entries('ipv6-devconf').keys()];
    expect(Object.keys(ipv6DeviceConfiguration.fields).slice(0, ipv6.length)).toEqual(ipv6);
  });
});

test('every schema is compared, or known to have no specification', () => {
  const names = [...compared.map(([schema]) => schema.name), ...unspecified];
  expect(new Set(names)).toEqual(new Set(Object.values(schemas).map(({ name }) => name)));
});

test('every disagreement has a reason', () => {
  for (const { disagreements, unmatched, otherTypes } of Object.values(known)) {
    for (const reason of Object.values({ ...disagreements, ...unmatched, ...otherTypes }))
      expect(reason).not.toBe('');
  }
});
