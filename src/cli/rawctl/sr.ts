import type { PacketSet } from '../../raw/packet-set.js';
import { type ExchangeEvent, sendAndReceiveAll } from '../../raw/send-receive.js';
import { wordOf } from '../../raw/value-sets.js';
import { NetworkNamespace } from '../../socket/index.js';
import { WireError } from '../../wire/index.js';
import { exitCodes, UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { packetsOf } from './layers.js';
import { loopbackUp } from './loopback.js';
import { packetJson, packetText } from './packet-output.js';
import type { SendSettings } from './send-command.js';

interface ExchangeSettings extends SendSettings {
  readonly timeout?: number | undefined;
  readonly retries?: number | undefined;
  readonly all?: boolean | undefined;
}

/** Sends, and prints what answers. The exit code is 1 when nothing did. */
export async function sendReceive(settings: ExchangeSettings): Promise<number> {
  const { words, json, timeout } = settings;
  const set = packetsOf(words);
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  const output = new Output();
  const tally: Record<ExchangeEvent['event'], number> = {
    sent: 0,
    answer: 0,
    error: 0,
    failed: 0,
    unanswered: 0,
  };
  const silent: number[] = [];
  const packets = Array.from({ length: set.size }, (_, index) => set.layers(index));
  const options = {
    ...settings,
    namespace,
    timeout: timeout === undefined ? undefined : timeout * 1000,
    signal: interruption(),
  };
  try {
    for await (const event of sendAndReceiveAll(packets, options)) {
      tally[event.event]++;
      if (event.event === 'unanswered') silent.push(event.index);
      output.write(json ? eventJson(event, set) : eventText(event, set, settings));
      output.flush();
    }
  } catch (error) {
    throw error instanceof WireError ? new UsageError(error.message) : error;
  }
  if (!json) {
    if (set.size > 1) output.write(silentText(silent, set));
    output.write(`${tally.sent} sent, ${tally.answer} answered, ${tally.error} ICMP errors`);
    if (set.size > 1) output.write(`, ${tally.unanswered} unanswered`);
    output.write(tally.failed > 0 ? `, ${tally.failed} could not be sent\n` : '\n');
  }
  output.flush();
  return tally.answer + tally.error > 0 ? 0 : exitCodes.failure;
}

/** What one of several packets has for itself: `dst=10.0.0.1 dstPort=22`. */
function valuesText({ varied, values }: PacketSet, index: number): string {
  const texts = values(index);
  return varied.map((name, i) => `${name}=${texts[i]}`).join(' ');
}

function eventText(event: ExchangeEvent, set: PacketSet, { form }: SendSettings): string {
  const several = set.size > 1;
  const which = several ? `${valuesText(set, event.index)}: ` : '';
  if (event.event === 'failed') return `failed: ${which}${event.reason.message}\n`;
  // Of several packets, those that something came of are enough.
  if (event.event === 'unanswered' || (several && event.event === 'sent')) return '';
  const { packet, bytes } = event;
  const took = 'milliseconds' in event ? ` time=${event.milliseconds.toFixed(3)} ms` : '';
  const link = packet.layers[0]!.layer as 'ipv4';
  const text = packetText(`${`${event.event}:`.padEnd(8)}${which}`, packet, bytes, link, form);
  return text.replace('\n', `${took}\n`);
}

function eventJson(event: ExchangeEvent, { varied, values }: PacketSet): string {
  const texts = values(event.index);
  const set =
    texts.length === 0 ? {} : { set: Object.fromEntries(varied.map((name, i) => [name, texts[i]])) };
  if (event.event === 'failed') {
    const { reason, ...fields } = event;
    return `${JSON.stringify({ ...fields, ...set, reason: reason.message })}\n`;
  }
  const { packet, bytes, ...fields } = event;
  return packetJson({ ...fields, ...set }, packet, bytes);
}

/** The packets that nothing answered, as words that make them again: a line for all that differ in the last field alone. */
function silentText(silent: readonly number[], { varied, values }: PacketSet): string {
  const lines = new Map<string, string[]>();
  for (const index of silent) {
    const texts = values(index);
    const last = texts.pop()!;
    const others = texts.map((text, i) => `${varied[i]}=${text} `).join('');
    lines.set(others, [...(lines.get(others) ?? []), last]);
  }
  return [...lines]
    .map(([others, lasts]) => `unanswered: ${others}${varied.at(-1)}=${wordOf(lasts)}\n`)
    .join('');
}
