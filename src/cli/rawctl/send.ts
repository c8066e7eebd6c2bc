import { decodePacket } from '../../raw/packet.js';
import { PacketSender } from '../../raw/packet-sender.js';
import { linkTypeOf, preparePacket } from '../../raw/prepared-packet.js';
import { sendRepeatedly } from '../../raw/repeated-sending.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { built, layersOf } from './layers.js';
import { loopbackUp } from './loopback.js';
import { packetJson, packetText } from './packet-output.js';
import type { SendSettings } from './send-command.js';

/** Builds a packet, shows it, and sends it as often as asked. */
export async function send(
  settings: SendSettings & { readonly dryRun?: boolean | undefined },
): Promise<void> {
  const { words, count, rate, form, json, dryRun } = settings;
  const layers = layersOf(words);
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  const options = { ...settings, namespace };
  using sender = dryRun ? undefined : built(() => PacketSender.open(layers, options));
  // A packet that is only shown takes no privilege.
  const { bytes, kind } = sender ?? built(() => preparePacket(layers, options));
  const packet = decodePacket(bytes, linkTypeOf(kind));
  const output = new Output();
  if (!json) output.write(packetText('', packet, bytes, linkTypeOf(kind), form));
  output.flush();
  const sent =
    sender === undefined
      ? { packets: 0, bytes: 0, milliseconds: 0 }
      : await sendRepeatedly(sender, { count, rate, signal: interruption() });
  if (json) output.write(packetJson({ event: 'sent', ...sent }, packet, bytes));
  else if (dryRun) output.write(`${bytes.length} bytes, not sent\n`);
  else {
    const time = (sent.milliseconds / 1000).toFixed(3);
    output.write(
      `sent ${sent.packets} ${sent.packets === 1 ? 'packet' : 'packets'} of ${bytes.length} bytes in ${time} s\n`,
    );
  }
  output.flush();
}
