import { linkTypeOf, PacketSender } from '../../raw/packet-sender.js';
import { sendRepeatedly } from '../../raw/repeated-sending.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { interruption } from './interruption.js';
import { built, layersOf } from './layers.js';
import { packetJson, packetText } from './packet-output.js';
import type { SendSettings } from './send-command.js';

/** Builds a packet, shows it, and sends it as often as asked. */
export async function send(
  settings: SendSettings & { readonly dryRun?: boolean | undefined },
): Promise<void> {
  const { words, count, rate, form, json, dryRun } = settings;
  const layers = layersOf(words);
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  using sender = built(() => PacketSender.open(layers, { ...settings, namespace }));
  const { packet, bytes, kind } = sender;
  const output = new Output();
  if (!json) output.write(packetText('', packet, bytes, linkTypeOf(kind), form));
  output.flush();
  const sent = dryRun
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
