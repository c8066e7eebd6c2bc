import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addr } from '../../src/netlink/route/addr.js';
import {
  ipv4DeviceConfiguration,
  ipv6DeviceConfiguration,
} from '../../src/netlink/route/device-configuration.js';
import { link } from '../../src/netlink/route/link.js';
import { maddr } from '../../src/netlink/route/maddr.js';
import { neigh } from '../../src/netlink/route/neigh.js';
import { neightbl } from '../../src/netlink/route/neightbl.js';
import { route } from '../../src/netlink/route/route.js';
import { rule } from '../../src/netlink/route/rule.js';
import { stats } from '../../src/netlink/route/stats.js';
import { chain } from '../../src/netlink/route/tc/chain.js';
import { tclass } from '../../src/netlink/route/tc/class.js';
import { tfilter } from '../../src/netlink/route/tc/filter.js';
import { qdisc } from '../../src/netlink/route/tc/qdisc.js';
import { Comparison } from './comparison.js';
import { type AnyMessage, schemas } from './fixtures.js';
import { Specification } from './specification.js';
import { known } from './specifications-expected.js';

/** The kernel's Documentation/netlink/specs, which stand beside the project and are no part of it. */
const folder = resolve(import.meta.dirname, '../../../shared/ynl');
const present = existsSync(folder);

type Row = readonly [schema: AnyMessage, header: string, set: string, prefix: RegExp];

/** What stands beside each specification; the first one's name is that of what is known of it. */
const compared: Readonly<Record<string, readonly [Row, ...Row[]]>> = {
  'rt-link': [
    [link, 'ifinfomsg', 'link-attrs', /^ifi-/],
    [stats, 'if-stats-msg', 'stats-attrs', /^$/],
  ],
  'rt-addr': [
    [addr, 'ifaddrmsg', 'addr-attrs', /^ifa-/],
    [maddr, 'ifaddrmsg', 'addr-attrs', /^ifa-/],
  ],
  'rt-route': [[route, 'rtmsg', 'route-attrs', /^rtm-/]],
  'rt-neigh': [
    [neigh, 'ndmsg', 'neighbour-attrs', /^ndm-/],
    [neightbl, 'ndtmsg', 'ndt-attrs', /^$/],
  ],
  tc: [
    [qdisc, 'tcmsg', 'attrs', /^$/],
    [tclass, 'tcmsg', 'attrs', /^$/],
    [tfilter, 'tcmsg', 'attrs', /^$/],
    [chain, 'tcmsg', 'attrs', /^$/],
  ],
  'rt-rule': [[rule, 'fib-rule-hdr', 'fib-rule-attrs', /^$/]],
};

/** Schemas whose messages no specification describes. */
const unspecified = [
  'netconf',
  'nexthop',
  'nexthopBucket',
  'nsid',
  'prefix',
  'nduseropt',
  'addrlabel',
  'acaddr',
  'unixDiag',
  'unixDiagRequest',
  'mdb',
  'vlan',
  'tunnel',
  'dcb',
  // But for what filters have of them.
  'action',
];

describe.skipIf(!present)(`the kernel's specifications (skipped without ../shared/ynl)`, () => {
  for (const [file, rows] of Object.entries(compared)) {
    describe(`${file}.yaml`, () => {
      // Read in the tests: the folder may be missing when this file is loaded.
      const compare = () => {
        const specification = new Specification(`${folder}/${file}.yaml`);
        const comparison = new Comparison(specification, file === 'tc');
        for (const [schema, header, set, prefix] of rows) {
          comparison.struct(schema.name, schema.header, header, prefix);
          comparison.set(schema.name, schema.attributes, set);
        }
        if (rows[0][0] === link) {
          comparison.met.add('ipv4-devconf').add('ipv6-devconf');
        }
        return { specification, comparison };
      };
      const { disagreements, unmatched, otherTypes, ownTypes = {} } = known[rows[0][0].name]!;

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
        const ours = new Map(rows.flatMap(([{ types }]) => Object.entries(types)));
        for (const name of Object.keys(ownTypes)) expect(ours.delete(name), name).toBe(true);
        expect(Object.fromEntries(types)).toEqual(Object.fromEntries(ours));
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
  const names = [
    ...Object.values(compared).flatMap(rows => rows.map(([schema]) => schema.name)),
    ...unspecified,
  ];
  expect(new Set(names)).toEqual(new Set(Object.values(schemas).map(({ name }) => name)));
});

test('every disagreement has a reason', () => {
  for (const { disagreements, unmatched, otherTypes, ownTypes } of Object.values(known)) {
    for (const reason of Object.values({ ...disagreements, ...unmatched, ...otherTypes, ...ownTypes }))
      expect(reason).not.toBe('');
  }
});
