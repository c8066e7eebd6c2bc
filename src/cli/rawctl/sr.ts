import { sendAndReceive } from '../../raw/send-receive.js';
import { NetworkNamespace } from '../../socket/index.js';
import { WireError } from '../../wire/index.js';
import { exitCodes, UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { layersOf } from './layers.js';
import { loopbackUp } from './loopback.js';
import { packetJson, packetText } from './packet-output.js';
import type { SendSettings } from './send-command.js';

interface ExchangeSettings extends SendSettings {
  readonly timeout?: number | undefined;
  readonly all?: boolean | undefined;
}

/** Sends, and prints what answers. The exit code is 1 when nothing did. */
export async function sendReceive(settings: ExchangeSettings): Promise<number> {
  const { words, form, json, timeout } = settings;
  const layers = layersOf(words);
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  const output = new Output();
  const tally = { sent: 0, answer: 0, error: 0 };
  const options = {
    ...settings,
    namespace,
    timeout: timeout === undefined ? undefined : timeout * 1000,
    signal: interruption(),
  };
  try {
    for await (const event of sendAndReceive(layers, options)) {
      tally[event.event]++;
      const { packet, bytes } = event;
      const link = packet.layers[0]!.layer;
      const took = 'milliseconds' in event ? ` time=${event.milliseconds.toFixed(3)} ms` : '';
      if (json) {
        const { packet: _packet, bytes: _bytes, ...fields } = event;
        output.write(packetJson(fields, packet, bytes));
      } else
        output.write(
          packetText(`${`${event.event}:`.padEnd(8)}`, packet, bytes, link as 'ipv4', form).replace(
            '\n',
            `${took}\n`,
          ),
        );
      output.flush();
    }
  } catch (error) {
    throw error instanceof WireError ? new UsageError(error.message) : error;
  }
  if (!json) output.write(`${tally.sent} sent, ${tally.answer} answered, ${tally.error} ICMP errors\n`);
  output.flush();
  return tally.answer + tally.error > 0 ? 0 : exitCodes.failure;
}
