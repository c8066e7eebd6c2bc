import type { Addr, Link } from '../../../netlink/route/index.js';
import { addrFormat } from './addr.js';
import { oneLine } from './display.js';
import type { FormatContext } from './format.js';
import { linkJson } from './link-json.js';
import { addLinkStatistics, linkStatisticsText } from './link-statistics.js';
import { linkText } from './link-text.js';

/**
 * The part of an interface that `ip -6 address show` prints: it asks the kernel about AF_INET6, which tells little of
 * the link itself. (Nor does that tell of other namespaces, and ip prints the name of some interface here for one
 * that is there; that is not repeated.)
 */
function inet6Part(link: Link): Link {
  const {
    family,
    type,
    index,
    flags,
    change,
    ifname,
    address,
    mtu,
    link: lower,
    operstate,
    txqlen,
    linkNetnsid,
    protinfo,
  } = link;
  const part: Link = { family, type, index, flags, change };
  return Object.assign(part, { ifname, address, mtu, link: lower, operstate, txqlen, linkNetnsid, protinfo });
}

/** Interfaces, each with its addresses: all of them, or with -4 and -6 those that have one of the family. */
function* withAddresses(
  links: Iterable<Link>,
  addrs: Iterable<Addr>,
  { family }: FormatContext,
): Generator<[Link, readonly Addr[]]> {
  const byInterface = new Map<number, Addr[]>();
  for (const addr of addrs) {
    if (family !== undefined && family !== addr.family) continue;
    const others = byInterface.get(addr.index);
    if (others === undefined) byInterface.set(addr.index, [addr]);
    else others.push(addr);
  }
  for (const link of links) {
    const own = byInterface.get(link.index);
    if (own !== undefined) yield [family === 'inet6' ? inet6Part(link) : link, own];
    else if (family === undefined) yield [link, []];
  }
}

/**
 * What `ip address show` prints, a text for each interface; with -o a line for each address, and nothing of the
 * interface but its name.
 *
 * @param links from a dump that is not restricted to a family
 * @param context its mode is `show`
 */
export function* showAddresses(
  links: Iterable<Link>,
  addrs: Iterable<Addr>,
  context: FormatContext,
): Generator<string> {
  const { brief, oneline, statistics } = context.display;
  for (const [link, own] of withAddresses(links, addrs, context)) {
    if (oneline && !brief) {
      for (const addr of own) yield oneLine(addrFormat.text(addr, context));
      continue;
    }
    let text = linkText(link, context, 'address');
    for (const addr of own) text += addrFormat.text(addr, context);
    // ip ends a line here even when it has no counters to print.
    if (brief) text += '\n';
    else if (statistics > 0) text += `${linkStatisticsText(link, context.display)}\n`;
    yield text;
  }
}

/** The objects of `ip -j address show`: interfaces with their addresses in `addr_info`. */
export function* addressesJson(
  links: Iterable<Link>,
  addrs: Iterable<Addr>,
  context: FormatContext,
): Generator<Record<string, unknown>> {
  const { brief, oneline, statistics } = context.display;
  for (const [link, own] of withAddresses(links, addrs, context)) {
    const json = oneline && !brief ? {} : linkJson(link, context, 'address');
    json.addr_info = own.map(addr => addrFormat.json(addr, context));
    if (statistics > 0 && !oneline && !brief) addLinkStatistics(json, link, context.display);
    yield json;
  }
}
