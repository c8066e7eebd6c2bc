import { buildPacket, ipv4 } from '../../raw/formats.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import type { Host } from '../host.js';
import { type Sniffed, Sniffer } from '../sniffer.js';
import { headerIncluded } from './support.js';

export type Header = Parameters<typeof ipv4>[0];

/** Sends a packet with such a header from h1 to h2, and returns what arrives, undefined when nothing does. */
export async function sent(
  h1: Host,
  h2: Host,
  fields: Header,
  { to = '10.9.1.2', protocol = c.IPPROTO_RAW as number } = {},
): Promise<Uint8Array | undefined> {
  const wire = new Sniffer(h2);
  const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, ...fields }), 'hello']);
  headerIncluded(h1, protocol).send(packet, { to: at(to) });
  // Version 6 in the header does not make it IPv6: the EtherType is that of the socket.
  const isOurs = (it: Sniffed) => it.protocol === c.ETH_P_IP && !it.sent;
  return (await wire.all(isOurs, 1))[0]?.bytes;
}
