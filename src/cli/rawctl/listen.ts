import { ipProtocols } from '../../raw/ip-protocols.js';
import { hear, ipProtocolNumber, openListener } from '../../raw/raw-listener.js';
import { NetworkNamespace } from '../../socket/index.js';
import { nearest } from '../../wire/index.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { loopbackUp } from './loopback.js';
import { type PacketForm, packetJson, packetText } from './packet-output.js';

export interface ListenSettings {
  readonly protocol: string;
  readonly family: 'inet' | 'inet6';
  readonly bind: string | undefined;
  readonly interface: string | undefined;
  readonly join: readonly string[];
  readonly count: number | undefined;
  readonly form: PacketForm;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

/** Prints what a raw socket of a protocol gets. */
export async function listen(settings: ListenSettings): Promise<void> {
  const { protocol: word, family, form, json, count = Number.POSITIVE_INFINITY } = settings;
  const protocol = ipProtocolNumber(word);
  if (protocol === undefined) {
    const near = nearest(word, Object.keys(ipProtocols.numbers));
    throw new UsageError(
      `there is no IP protocol '${word}'${near === undefined ? '' : `; did you mean '${near}'?`}`,
    );
  }
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  using socket = openListener(protocol, { ...settings, namespace });
  const output = new Output();
  if (!json) {
    const six = family === 'inet6' ? ' IPv6 headers are not among what it is given.' : '';
    process.stderr.write(
      `rawctl: a raw socket of protocol ${protocol} is given copies of what this host accepts: not what it sends, forwards or drops, and fragments put together.${six}\n`,
    );
  }
  let seen = 0;
  for await (const { packet, bytes, from, to, time } of hear(socket, interruption())) {
    const first = packet.layers[0]?.layer ?? 'payload';
    if (json) output.write(packetJson({ time: time / 1000, from, to }, packet, bytes));
    else
      output.write(
        packetText(family === 'inet' ? '' : `IP6 ${from} > ${to}: `, packet, bytes, first as 'ipv4', form),
      );
    output.flush();
    if (++seen >= count) break;
  }
}
