import type { Link } from '../../../../netlink/route/index.js';
import { multicastRouterTypes } from '../../../../netlink/route/link-kinds/bridge.js';
import { deviceName } from '../address.js';
import { fieldsJson, fieldsOf, fieldsText, type Json } from '../fields.js';
import type { Format } from '../format.js';
import { linkFlagsJson, linkFlagsText } from '../link-flags.js';
import { lowerInterfaceDown } from '../link-relations.js';
import { nameAndLink } from '../link-text.js';

type Port = Extract<NonNullable<Link['protinfo']>, { unicastFlood?: number }>;

const { number, onOff, shown } = fieldsOf<Port>();

const usual = [
  shown('state', 'state', state => (typeof state === 'number' ? `(${state})` : state)),
  number('priority', 'priority'),
  number('cost', 'cost'),
];

const details = [
  onOff('mode', 'hairpin'),
  onOff('guard', 'guard'),
  onOff('protect', 'root_block'),
  onOff('fastLeave', 'fastleave'),
  onOff('learning', 'learning'),
  onOff('learningSync', 'learning_sync'),
  onOff('unicastFlood', 'flood'),
  onOff('mcastFlood', 'mcast_flood'),
  onOff('bcastFlood', 'bcast_flood'),
  shown('multicastRouter', 'mcast_router', type =>
    typeof type === 'number' ? type : multicastRouterTypes.numbers[type],
  ),
  onOff('mcastToUcast', 'mcast_to_unicast'),
  onOff('neighSuppress', 'neigh_suppress'),
  onOff('vlanTunnel', 'vlan_tunnel'),
  shown('backupPort', 'backup_port', deviceName),
  onOff('isolated', 'isolated'),
  onOff('locked', 'locked'),
];

/** A port of a bridge as `bridge link show` prints it, and every interface as `bridge monitor link` does. */
export const portFormat: Format<Link> = {
  text(link, context) {
    const { paint } = context.display;
    let text = `${link.index}: ${paint('ifname', `${nameAndLink(link, context)}: `)}`;
    text += linkFlagsText(link.flags, lowerInterfaceDown(link, context));
    if (link.mtu !== undefined) text += `mtu ${link.mtu} `;
    if (link.master !== undefined) text += `master ${deviceName(link.master, context)} `;
    const port = portOf(link);
    if (port !== undefined) {
      text += fieldsText(usual, port, context);
      if (context.display.details) text += `\n    ${fieldsText(details, port, context)}`;
    }
    const mode = modeOf(link);
    return `${text}${mode === undefined ? '' : `hwmode ${mode} `}\n`;
  },
  json(link, context) {
    const json: Json = context.deleted ? { deleted: true } : {};
    json.ifindex = link.index;
    if (link.link === 0) json.link = null;
    else if (link.link !== undefined && link.linkNetnsid !== undefined) json.link_index = link.link;
    else if (link.link !== undefined) json.link = context.interfaceName(link.link);
    json.ifname = link.ifname ?? `if${link.index}`;
    json.flags = linkFlagsJson(link.flags, lowerInterfaceDown(link, context));
    if (link.mtu !== undefined) json.mtu = link.mtu;
    if (link.master !== undefined) json.master = deviceName(link.master, context);
    const port = portOf(link);
    if (port !== undefined) {
      Object.assign(json, fieldsJson(usual, port, context));
      if (context.display.details) Object.assign(json, fieldsJson(details, port, context));
    }
    const mode = modeOf(link);
    if (mode !== undefined) json.hwmode = mode;
    return json;
  },
};

/** What messages of the family AF_BRIDGE say of the port. */
function portOf({ family, protinfo }: Link): Port | undefined {
  return family === 'bridge' && !(protinfo instanceof Uint8Array) ? (protinfo as Port) : undefined;
}

/** How a network card forwards between its functions. */
function modeOf({ family, afSpec }: Link): string | undefined {
  if (family !== 'bridge' || afSpec === undefined || afSpec instanceof Uint8Array) return undefined;
  const { mode } = afSpec as { mode?: string | number };
  if (mode === undefined || mode === 'undef') return undefined;
  return typeof mode === 'string' ? mode.toUpperCase() : String(mode);
}
