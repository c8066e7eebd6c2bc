import { decodePacket } from '../../raw/packet.js';
import { PacketSender } from '../../raw/packet-sender.js';
import { linkTypeOf, Preparation } from '../../raw/prepared-packet.js';
import { sendRepeatedly } from '../../raw/repeated-sending.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { built, packetsOf } from './layers.js';
import { loopbackUp } from './loopback.js';
import { packetJson, packetText } from './packet-output.js';
import type { SendSettings } from './send-command.js';

/** Builds packets, shows them, and sends them as often as asked. */
export async function send(
  settings: SendSettings & { readonly dryRun?: boolean | undefined },
): Promise<void> {
  const { words, count = 1, rate, form, json, dryRun } = settings;
  const { size, layers } = packetsOf(words);
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  const options = { ...settings, namespace };
  const all = Array.from({ length: size }, (_, index) => layers(index));
  using sender = dryRun ? undefined : built(() => PacketSender.openAll(all, options));
  // What is only shown takes no privilege.
  const preparation = new Preparation(options);
  const packets = sender?.packets ?? built(() => all.map(one => preparation.prepare(one)));
  const linkType = linkTypeOf(packets[0]!.kind);
  const output = new Output();
  if (!json)
    for (const { bytes } of packets)
      output.write(packetText('', decodePacket(bytes, linkType), bytes, linkType, form));
  output.flush();
  const sent =
    sender === undefined
      ? { packets: 0, bytes: 0, milliseconds: 0 }
      : await sendRepeatedly(sender, { count: count * size, rate, signal: interruption() });
  if (json)
    for (const [index, { bytes }] of packets.entries()) {
      const times = Math.max(0, Math.ceil((sent.packets - index) / size));
      output.write(
        packetJson({ event: 'sent', ...sent, packets: times }, decodePacket(bytes, linkType), bytes),
      );
    }
  else {
    const lengths = new Set(packets.map(({ bytes }) => bytes.length));
    const each =
      lengths.size === 1
        ? `${packets[0]!.bytes.length} bytes`
        : `${Math.min(...lengths)} to ${Math.max(...lengths)} bytes`;
    const time = (sent.milliseconds / 1000).toFixed(3);
    output.write(
      dryRun
        ? `${size === 1 ? '' : `${size} packets of `}${each}, not sent\n`
        : `sent ${sent.packets} ${sent.packets === 1 ? 'packet' : 'packets'} of ${each} in ${time} s\n`,
    );
  }
  output.flush();
}
