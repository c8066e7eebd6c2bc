import { type vlan, vlanFlags } from '../../../../netlink/route/link-kinds/vlan.js';
import type { Field, Json } from '../fields.js';
import type { FormatContext } from '../format.js';
import { vlanProtocolText } from '../link-protocols.js';
import { bitsOf } from '../number-names.js';
import type { DataOf, KindFields } from './kind.js';

type Vlan = DataOf<typeof vlan>;

/** In ip's order. */
const flags: readonly (readonly [keyof typeof vlanFlags.numbers, string])[] = [
  ['reorderHdr', 'REORDER_HDR'],
  ['gvrp', 'GVRP'],
  ['mvrp', 'MVRP'],
  ['looseBinding', 'LOOSE_BINDING'],
  ['bridgeBinding', 'BRIDGE_BINDING'],
];

function flagNames(list: NonNullable<Vlan['flags']>['flags']): string[] {
  let rest = bitsOf(list, vlanFlags);
  const words: string[] = [];
  for (const [name, word] of flags) {
    const bit = vlanFlags.numbers[name];
    if ((rest & bit) === 0) continue;
    rest &= ~bit;
    words.push(word);
  }
  if (rest !== 0) words.push((rest >>> 0).toString(16));
  return words;
}

const maps = [
  ['ingressQos', 'ingress-qos-map', 'ingress_qos'],
  ['egressQos', 'egress-qos-map', 'egress_qos'],
] as const;

/** ip tells nothing without a number. */
export const vlanFields: KindFields<Vlan> = [
  {
    text(data, context) {
      if (data.id === undefined) return '';
      let text = `protocol ${protocolOf(data, context)} id ${data.id} `;
      if (data.flags !== undefined) text += `<${flagNames(data.flags.flags).join(',')}> `;
      for (const [name, word] of maps) {
        const map = data[name];
        if (map === undefined) continue;
        const pairs = (map.mapping ?? []).map(({ from, to }) => `${from}:${to} `);
        text += `\n      ${word} { ${pairs.join('')}} `;
      }
      return text;
    },
    addJson(json: Json, data, context) {
      if (data.id === undefined) return;
      json.protocol = protocolOf(data, context);
      json.id = data.id;
      if (data.flags !== undefined) json.flags = flagNames(data.flags.flags);
      for (const [name, , key] of maps) {
        if (data[name] !== undefined) json[key] = data[name].mapping ?? [];
      }
    },
  } satisfies Field<Vlan>,
];

function protocolOf({ protocol }: Vlan, context: FormatContext): string {
  return protocol === undefined ? '802.1q' : vlanProtocolText(protocol, context);
}
