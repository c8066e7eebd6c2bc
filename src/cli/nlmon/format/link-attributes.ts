import type { Display } from './display.js';

/** The attributes of a link that are printed always, and those by which ip chooses. */
const usual: readonly string[] = [
  'address',
  'broadcast',
  'ifname',
  'mtu',
  'link',
  'qdisc',
  'master',
  'txqlen',
  'operstate',
  'linkmode',
  'linkinfo.kind',
  'linkinfo.slaveKind',
  'ifalias',
  'numVf',
  'vfinfoList',
  'group',
  'linkNetnsid',
  'protoDown',
  'protoDownReason',
  'xdp',
  'event',
  'newNetnsid',
  'newIfindex',
  'propList',
  'permAddress',
  'protinfo',
];

const counters: readonly string[] = ['stats', 'stats64', 'carrierChanges'];

const details: readonly string[] = [
  'promiscuity',
  'allmulti',
  'minMtu',
  'maxMtu',
  'linkinfo',
  'afSpec.inet6.addrGenMode',
  'numTxQueues',
  'numRxQueues',
  'gsoMaxSize',
  'gsoMaxSegs',
  'tsoMaxSize',
  'tsoMaxSegs',
  'groMaxSize',
  'physPortName',
  'physPortId',
  'physSwitchId',
  'parentDevBusName',
  'parentDevName',
];

/** What of a link is printed: reading the rest of a large table, settings of IP for the most part, takes most of the time. */
export function printedOf(display: Display): readonly string[] {
  return [...usual, ...(display.statistics > 0 ? counters : []), ...(display.details ? details : [])];
}
