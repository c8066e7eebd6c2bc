import { groupMemberships } from '../../raw/group-memberships.js';
import { watchGroups } from '../../raw/group-messages.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { interruption } from './interruption.js';
import { packetJson, packetText } from './packet-output.js';

interface IgmpSettings {
  readonly watch: boolean | undefined;
  readonly join: readonly string[];
  readonly interface: string | undefined;
  readonly count: number | undefined;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

export async function igmp(settings: IgmpSettings): Promise<void> {
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (settings.watch) await watch(settings, namespace);
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
        packetText(`${name} ${direction.padEnd(3)} `, packet, bytes, packet.layers[0]!.layer as 'ipv4', {}),
      );
    output.flush();
    if (++seen >= count) break;
  }
}
