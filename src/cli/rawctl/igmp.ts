import { groupMemberships } from '../../raw/group-memberships.js';
import { watchGroups } from '../../raw/group-messages.js';
import { type GroupQueryOptions, queryLayers, sendGroupQuery } from '../../raw/group-query.js';
import { buildPacket } from '../../raw/packet.js';
import { NetworkNamespace } from '../../socket/index.js';
import { WireError } from '../../wire/index.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { loopbackUp } from './loopback.js';
import { type PacketForm, packetJson, packetText } from './packet-output.js';

interface IgmpSettings {
  readonly query: GroupQueryOptions | undefined;
  readonly form: PacketForm;
  readonly watch: boolean | undefined;
  readonly join: readonly string[];
  readonly interface: string | undefined;
  readonly count: number | undefined;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

export async function igmp(settings: IgmpSettings): Promise<void> {
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  // What cannot be asked is refused as bad usage, before anything is sent.
  if (settings.query !== undefined) asked(settings.query);
  if (inSandbox) await loopbackUp();
  const query = settings.query && { ...settings.query, namespace, ownNamespace: inSandbox };
  if (settings.watch) await watch({ ...settings, query }, namespace);
  else if (query !== undefined) await ask(query, settings);
  else list(settings, namespace);
}

function list({ json, interface: on }: IgmpSettings, namespace: NetworkNamespace | undefined): void {
  const output = new Output();
  let device = '';
  for (const membership of groupMemberships(namespace)) {
    if (on !== undefined && membership.interface !== on) continue;
    if (json) output.write(`${JSON.stringify(membership)}\n`);
    else {
      const { interface: name, group, users, version } = membership;
      if (device !== name)
        output.write(`${name}${version === undefined ? '' : `  IGMP${version.toLowerCase()}`}\n`);
      device = name;
      output.write(`    ${group}${users > 1 ? `  users ${users}` : ''}\n`);
    }
  }
  output.flush();
}

function asked(query: GroupQueryOptions): void {
  try {
    buildPacket(queryLayers(query, family => (family === 'inet' ? '0.0.0.0' : '::')));
  } catch (error) {
    if (error instanceof RangeError || error instanceof WireError) throw new UsageError(error.message);
    throw error;
  }
}

async function ask(query: GroupQueryOptions, { json, form }: IgmpSettings): Promise<void> {
  const { packet, bytes } = await sendGroupQuery(query);
  const output = new Output();
  if (json) output.write(packetJson({ event: 'sent', interface: query.interface }, packet, bytes));
  else output.write(packetText('sent: ', packet, bytes, packet.layers[0]!.layer as 'ipv4', form));
  output.flush();
}

async function watch(settings: IgmpSettings, namespace: NetworkNamespace | undefined): Promise<void> {
  const { json, count = Number.POSITIVE_INFINITY } = settings;
  const output = new Output();
  let seen = 0;
  for await (const { packet, bytes, outgoing, interface: name } of watchGroups({
    ...settings,
    namespace,
    signal: interruption(),
  })) {
    const direction = outgoing ? 'out' : 'in';
    if (json) output.write(packetJson({ interface: name, direction }, packet, bytes));
    else
      output.write(
        packetText(
          `${name} ${direction.padEnd(3)} `,
          packet,
          bytes,
          packet.layers[0]!.layer as 'ipv4',
          settings.form,
        ),
      );
    output.flush();
    if (++seen >= count) break;
  }
}
