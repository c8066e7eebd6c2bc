import type { Link } from '../../../netlink/route/index.js';
import { toHex } from '../../../wire/index.js';
import { type Field, fieldsOf, fieldsText, type Json } from './fields.js';
import type { FormatContext } from './format.js';
import { linkInfoJson, linkInfoText } from './link-info.js';

const { number, shown } = fieldsOf<Link>();

/** What stands behind a link's address line. Two have a blank in front, as in ip. */
const before: readonly Field<Link>[] = [
  number('promiscuity', ' promiscuity', 'promiscuity'),
  number('allmulti', ' allmulti', 'allmulti'),
  number('minMtu', 'minmtu', 'min_mtu'),
  number('maxMtu', 'maxmtu', 'max_mtu'),
];

const hexadecimal = (bytes: Uint8Array): string => toHex(bytes, '');

/** What stands behind the lines of its kind. */
const behind: readonly Field<Link>[] = [
  number('numTxQueues', 'numtxqueues', 'num_tx_queues'),
  number('numRxQueues', 'numrxqueues', 'num_rx_queues'),
  number('gsoMaxSize', 'gso_max_size'),
  number('gsoMaxSegs', 'gso_max_segs'),
  number('tsoMaxSize', 'tso_max_size'),
  number('tsoMaxSegs', 'tso_max_segs'),
  number('groMaxSize', 'gro_max_size'),
  shown('physPortName', 'portname', name => name, 'phys_port_name'),
  shown('physPortId', 'portid', hexadecimal, 'phys_port_id'),
  shown('physSwitchId', 'switchid', hexadecimal, 'phys_switch_id'),
  shown('parentDevBusName', 'parentbus', name => name),
  shown('parentDevName', 'parentdev', name => name),
];

/** How an interface makes its IPv6 addresses (ip-link(8)), where `ip link` tells it. */
const addressGenerationModes = {
  eui64: 'eui64',
  none: 'none',
  stablePrivacy: 'stable_secret',
  random: 'random',
} as const;

function addressGenerationMode({ afSpec }: Link): string | undefined {
  if (afSpec === undefined || afSpec instanceof Uint8Array || !('inet6' in afSpec)) return undefined;
  const mode = afSpec.inet6?.addrGenMode;
  if (mode === undefined) return undefined;
  return typeof mode === 'number' ? `0x${mode.toString(16).padStart(2, '0')}` : addressGenerationModes[mode];
}

/** What `ip -d` prints of a link besides; `ip link` also how it makes addresses. */
export function linkDetailsText(link: Link, context: FormatContext, form: string): string {
  let text = fieldsText(before, link, context);
  if (link.linkinfo !== undefined) text += linkInfoText(link.linkinfo, context);
  const mode = form === 'link' ? addressGenerationMode(link) : undefined;
  if (mode !== undefined) text += `addrgenmode ${mode} `;
  return text + fieldsText(behind, link, context);
}

export function addLinkDetails(json: Json, link: Link, context: FormatContext, form: string): void {
  for (const field of before) field.addJson(json, link, context);
  if (link.linkinfo !== undefined) json.linkinfo = linkInfoJson(link.linkinfo, context);
  const mode = form === 'link' ? addressGenerationMode(link) : undefined;
  if (mode !== undefined) json.inet6_addr_gen_mode = mode;
  for (const field of behind) field.addJson(json, link, context);
}
