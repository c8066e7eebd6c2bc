import type { Action } from '../../../netlink/event.js';
import { messageFlags } from '../../../netlink/header.js';

/** What `ip monitor` and `bridge monitor` call the objects of events, when they are asked to label them. */
const labels = {
  action: '[ACTION]',
  addr: '[ADDR]',
  addrlabel: '[ADDRLABEL]',
  chain: '[CHAIN]',
  class: '[CLASS]',
  filter: '[FILTER]',
  link: '[LINK]',
  mroute: '[MROUTE]',
  neigh: '[NEIGH]',
  netconf: '[NETCONF]',
  nexthop: '[NEXTHOP]',
  nexthopBucket: '[NEXTHOPBUCKET]',
  nsid: '[NSID]',
  prefix: '[PREFIX]',
  qdisc: '[QDISC]',
  route: '[ROUTE]',
  rule: '[RULE]',
  stats: '[STATS]',
  fdb: '[NEIGH]',
  port: '[LINK]',
  mdb: '[MDB]',
  vlan: '[VLAN]',
  vni: '[TUNNEL]',
  maddr: '[MADDR]',
  neightbl: '[NTABLE]',
} as const;

export type EventObject = keyof typeof labels;

/** Of an event, what stands before its text. */
export interface MonitoredEvent {
  /** Routes of the families 128 and 129 are what ip calls `mroute`. */
  readonly object: EventObject;
  readonly event: Action;
  /** nlmsg_flags, where they say more than the action. */
  readonly flags?: number;
  /** When it was received: milliseconds since 1970, with fractions. */
  readonly time: number;
  /** The namespace that it is from; absent or negative for the socket's own. */
  readonly nsid?: number | undefined;
}

export interface EventPrefixOptions {
  /** Lines of their own (`ip -t`) or prefixes (`ip -ts`); none by default. */
  readonly timestamp?: 'long' | 'short' | undefined;
  /** Tell the namespace: `ip monitor all-nsid`. */
  readonly namespace?: boolean | undefined;
  /** Tell what the event is about: `ip monitor label`. */
  readonly label?: boolean | undefined;
}

/** What `ip monitor` prints before the text of an event. */
export function eventPrefix(event: MonitoredEvent, options: EventPrefixOptions): string {
  let text = '';
  if (options.timestamp === 'short') text = shortTimestamp(event.time);
  else if (options.timestamp === 'long') text = longTimestamp(event.time);
  if (options.namespace) {
    text += event.nsid === undefined || event.nsid < 0 ? '[nsid current]' : `[nsid ${event.nsid}]`;
  }
  if (options.label) text += labels[event.object];
  if (isOfTc(event.object)) return text + tcPrefix(event);
  if (event.event === 'del') text += 'Deleted ';
  // The kernel asks for a neighbour that it has no address of.
  else if (event.event === 'get' && event.object === 'neigh') text += 'miss ';
  return text;
}

const tcObjects = ['qdisc', 'class', 'filter', 'chain', 'action'] as const satisfies readonly EventObject[];

const isOfTc = (object: EventObject): boolean => (tcObjects as readonly EventObject[]).includes(object);

const { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } = messageFlags;

/** tc's words; of most it tells what the request behind the event was, of actions in the middle of their text. */
function tcPrefix({ event, object, flags = 0 }: MonitoredEvent): string {
  if (object === 'action') return '';
  if (event === 'del') return 'deleted ';
  if (object === 'filter' || object === 'chain') {
    if ((flags & NLM_F_CREATE) === 0 || event === 'get') return '';
    return (flags & NLM_F_EXCL) === 0 ? 'replaced ' : 'added ';
  }
  if (object !== 'qdisc' || (flags & NLM_F_CREATE) === 0) return '';
  const replaced = (flags & NLM_F_REPLACE) !== 0 ? 'replaced ' : '';
  return replaced + ((flags & NLM_F_EXCL) !== 0 ? 'added ' : '');
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** A second of local time in both forms. Events come many a second: the last one's is kept. */
let second = Number.NaN;
let shortSecond = '';
let longSecond = '';

/** Puts the second of a time into words and returns the microseconds since it began. */
function splitTime(milliseconds: number): number {
  const microseconds = Math.round(milliseconds * 1000);
  const seconds = Math.floor(microseconds / 1_000_000);
  if (seconds !== second) {
    const date = new Date(seconds * 1000);
    const year = date.getFullYear();
    const clock = `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
    const day = date.getDate();
    shortSecond = `${year}-${twoDigits(date.getMonth() + 1)}-${twoDigits(day)}T${clock}`;
    longSecond = `${days[date.getDay()]} ${months[date.getMonth()]} ${String(day).padStart(2)} ${clock} ${year}`;
    second = seconds;
  }
  return microseconds - seconds * 1_000_000;
}

function shortTimestamp(time: number): string {
  const microseconds = splitTime(time);
  return `[${shortSecond}.${String(microseconds).padStart(6, '0')}] `;
}

function longTimestamp(time: number): string {
  const microseconds = splitTime(time);
  return `Timestamp: ${longSecond} ${microseconds} usec\n`;
}
