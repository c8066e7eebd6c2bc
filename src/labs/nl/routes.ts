import { encodeSocketAddress } from '../../netlink/socket-address.js';
import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { outcome, settled } from '../outcome.js';
import { pair, routed } from '../topology.js';
import { typesIn } from './netlink-message.js';

export const nl05 = experiment({
  id: 'NL-05',
  claim: 'RTM_NEWROUTE, RTM_DELROUTE and RTM_GETROUTE add, delete and show routes.',
  texts: ['S3'],
  topology: pair,
  parameters: { gateway: '10.9.1.2' },
  async run({ h1 }, { gateway }) {
    const { routes } = h1.rtnetlink;
    const route = { dst: '10.77.0.0/16', gateway };
    const there = async () =>
      (await routes.list({ family: 'inet' }).toArray()).some(({ dst }) => dst === '10.77.0.0');
    const asked = async () => {
      let answer: string | undefined;
      const said = await settled(
        routes.get({ dst: '10.77.1.1' }).then(found => {
          answer = String(found?.gateway);
        }),
      );
      return answer ?? said;
    };
    return {
      added: await settled(routes.add(route)),
      listed: await there(),
      addedTwice: await settled(routes.add(route)),
      throughNowhere: await settled(routes.add({ dst: '10.78.0.0/16', gateway: '192.0.2.1' })),
      asked: await asked(),
      deleted: await settled(routes.delete(route)),
      stillListed: await there(),
      deletedTwice: await settled(routes.delete(route)),
    };
  },
  predict: {
    question: 'What does the kernel say to a route through a gateway that no link leads to?',
    choices: ['EHOSTUNREACH', 'ENETUNREACH', 'nothing: it is added'],
    answer: ({ throughNowhere }) => (throughNowhere === 'ok' ? 'nothing: it is added' : throughNowhere),
  },
  expect: { added: 'ok', listed: true, asked: '10.9.1.2', deleted: 'ok', stillListed: false },
  details: { addedTwice: 'EEXIST', throughNowhere: 'ENETUNREACH', deletedTwice: 'ESRCH' },
  mutants: [
    { change: 'with a gateway that is not on the link', parameters: { gateway: '192.0.2.7' } },
    { change: 'with the link down', before: ({ h1 }) => h1.rtnetlink.links.set({ dev: 'to-h2', up: false }) },
  ],
  explain:
    'One message describes a route: struct rtmsg and attributes. NLM_F_CREATE|NLM_F_EXCL adds it, and refuses one that ' +
    'is there (EEXIST); the gateway must be reachable on a link by itself (ENETUNREACH).',
  seeAlso: ['NL-06', 'NL-08'],
});

export const nl06 = experiment({
  id: 'NL-06',
  claim: 'NETLINK_ROUTE carries neighbours too: RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH.',
  texts: ['S3'],
  topology: pair,
  parameters: { state: 'permanent' },
  async run({ h1 }, { state }) {
    const { neighs } = h1.rtnetlink;
    const neighbour = { dst: '10.9.1.77', dev: 'to-h2', lladdr: '02:00:00:00:00:77' };
    const stateOf = async () => {
      const all = await neighs.list({ family: 'inet' }).toArray();
      return all.find(({ dst }) => dst === '10.9.1.77')?.state?.join() ?? 'none';
    };
    return {
      added: await settled(neighs.add({ ...neighbour, state: [state as 'permanent'] })),
      listed: await stateOf(),
      deleted: await settled(neighs.delete({ dst: neighbour.dst, dev: neighbour.dev })),
      afterwards: await stateOf(),
    };
  },
  predict: {
    question: 'A neighbour is added in state permanent. Is it in the table afterwards?',
    choices: ['yes', 'no'],
    answer: ({ listed }) => (listed === 'permanent' ? 'yes' : 'no'),
  },
  expect: { added: 'ok', listed: 'permanent', deleted: 'ok', afterwards: 'none' },
  mutants: [{ change: 'in state reachable', parameters: { state: 'reachable' } }],
  explain:
    'The neighbour tables of ARP and NDISC are read and written with struct ndmsg and NDA_ attributes. An entry in state ' +
    'permanent needs no confirmation and never ages.',
  seeAlso: ['NL-05', 'MSG-11'],
});

/** RTMGRP_TC | … as the example means it, and what its expression is in 32 bits. */
const everythingButTc = ~(1 << 3) >>> 0;

export const nl08 = experiment({
  id: 'NL-08',
  claim:
    'A monitor bound to the groups ~RTMGRP_TC | RTNLGRP_IPV4_ROUTE prints "got RTM_NEWROUTE message" for a new route.',
  texts: ['S3'],
  topology: routed,
  parameters: { groups: everythingButTc },
  async run({ h1 }, { groups }) {
    const monitor = h1.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_ROUTE);
    const bound = outcome(() => monitor.bind(encodeSocketAddress({ port: 0, groups })));
    const heard = async (least = 0) => (await monitor.all({}, least)).flatMap(({ bytes }) => typesIn(bytes));
    const route = { dst: '10.0.0.10', gateway: '10.9.1.2' };
    await h1.rtnetlink.routes.add(route);
    const afterAdd = await heard(1);
    await h1.rtnetlink.routes.delete(route);
    const afterDelete = await heard(1);
    await h1.rtnetlink.addrs.add({ dev: 'lo', address: '10.99.0.1/32' });
    return {
      bound,
      afterAdd,
      afterDelete,
      addressEvents: (await heard()).includes(20),
    };
  },
  predict: {
    question: 'Which events does a socket with these groups get besides those of IPv4 routes?',
    choices: ['none', 'those of every group but traffic control'],
    answer: ({ addressEvents }) => (addressEvents ? 'those of every group but traffic control' : 'none'),
  },
  expect: { bound: 'ok', afterAdd: [24], afterDelete: [25] },
  details: { addressEvents: true },
  mutants: [
    {
      change: 'with the group number 7 in place of a bit, which is links, notifications and neighbours',
      parameters: { groups: 7 },
    },
    {
      change: 'with RTMGRP_IPV4_ROUTE (0x40), as it should be: nothing else comes',
      parameters: { groups: 0x40 },
    },
  ],
  explain:
    'nl_groups is a mask of the first 32 groups. RTNLGRP_IPV4_ROUTE is the number of a group (7), not a bit: or-ed into ' +
    'the mask ~8, whose bits are all set already, it changes nothing. The program works because it listens to everything.',
  seeAlso: ['NL-05'],
});
