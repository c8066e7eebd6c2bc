import { isLoopback } from '../../raw/forgery-guard.js';
import { resolveHost } from '../../raw/resolve.js';
import { sourceAddress } from '../../raw/source-address.js';
import { lectureDatagram, type SpoofOptions, spoofDatagram } from '../../raw/spoof.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { built } from './layers.js';
import { loopbackUp } from './loopback.js';
import { type PacketForm, packetJson, packetText } from './packet-output.js';

interface SpoofSettings extends Omit<SpoofOptions, 'namespace' | 'ownNamespace' | 'dst'> {
  readonly dst: string | undefined;
  readonly form: PacketForm;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

/** Sends the forged datagram, and says whom its receiver takes it to be from. */
export async function spoof({ form, json, namespace: given, ...settings }: SpoofSettings): Promise<void> {
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  const { address } = await resolveHost(settings.dst ?? (inSandbox ? lectureDatagram.dst : '127.0.0.1'));
  if (inSandbox) await loopbackUp();
  // In a namespace that has nobody else, this host is the destination as well; a lab's host has others.
  if (inSandbox && !isLoopback(address) && !routed(address)) await loopbackUp(address);
  const result = await spoofDatagram({ ...settings, dst: address, namespace, ownNamespace: inSandbox });
  const { packet, bytes, received } = result;
  const output = new Output();
  if (json) {
    const got =
      typeof received === 'object'
        ? { ...received, data: built(() => new TextDecoder().decode(received.data)) }
        : received;
    output.write(packetJson({ event: 'sent', received: got }, packet, bytes));
  } else {
    const link = packet.layers[0]!.layer as 'ipv4';
    output.write(packetText('sent:     ', packet, bytes, link, form));
    output.write(`          ${bytes.length} bytes, by a raw socket with the header included\n`);
    if (typeof received === 'object') {
      const text = JSON.stringify(new TextDecoder().decode(received.data));
      output.write(
        `received: ${text} from ${received.from} port ${received.port}: that is what a UDP socket is told\n`,
      );
    } else if (received === 'nothing')
      output.write(
        'received: nothing: the kernel dropped it (reverse path filter, firewall, or a source that cannot be)\n',
      );
  }
  output.flush();
}

function routed(address: string): boolean {
  try {
    sourceAddress(address);
    return true;
  } catch {
    return false;
  }
}
