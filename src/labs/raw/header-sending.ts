import { buildPacket, ipv4 } from '../../raw/formats.js';
import { encodeLinkEndpoint } from '../../raw/link-endpoint.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import type { Host } from '../host.js';
import { rawSocket } from '../raw-sockets.js';
import { type Sniffed, Sniffer } from '../sniffer.js';
import { headerIncluded } from './support.js';

export type Header = Parameters<typeof ipv4>[0];

/**
 * Sends a packet with such a header from h1 to h2, and returns what arrives, undefined when nothing does. Who writes the
 * header that is sent: the program under IP_HDRINCL (`program`), the kernel before it (`kernel`), or the program with a
 * packet socket, below IP (`below IP`).
 */
export async function sent(
  h1: Host,
  h2: Host,
  fields: Header,
  { writer = 'program' as string, protocol = c.IPPROTO_RAW as number } = {},
): Promise<Uint8Array | undefined> {
  const wire = new Sniffer(h2);
  const packet = buildPacket([ipv4({ src: '10.9.1.1', dst: '10.9.1.2', protocol: 89, ...fields }), 'hello']);
  if (writer === 'below IP') await sendBelowIp(h1, packet);
  else if (writer === 'program') headerIncluded(h1, protocol).send(packet, { to: at('10.9.1.2') });
  // Protocol 255 would have the header included again.
  else rawSocket(h1, protocol === c.IPPROTO_RAW ? 89 : protocol).send(packet, { to: at('10.9.1.2') });
  // Version 6 in the header does not make it IPv6: the EtherType is that of the socket.
  const isOurs = (it: Sniffed) => it.protocol === c.ETH_P_IP && !it.sent;
  return (await wire.all(isOurs, 1))[0]?.bytes;
}

async function sendBelowIp(h1: Host, packet: Uint8Array): Promise<void> {
  const link = await h1.rtnetlink.links.get({ dev: 'to-h2' });
  const to = encodeLinkEndpoint({
    interface: link!.index,
    protocol: c.ETH_P_IP,
    address: 'ff:ff:ff:ff:ff:ff',
  });
  h1.socket(c.AF_PACKET, c.SOCK_DGRAM).send(packet, { to });
}
