import type { Wide } from '../../../../wire/index.js';
import type { Flower } from './flower-fields.js';
import type { Printout } from './printout.js';
import { erspanMembers, geneveJson, geneveText } from './tunnel-options.js';

type Options = NonNullable<Flower['keyEncOpts']>;

/** What a filter looks for in the options of a tunnel's header, each with its mask. */
export function addTunnelMatches(out: Printout, key: Options, mask: Options): void {
  if (key.geneve !== undefined) {
    const [wanted, bits] = [key.geneve.flat(), mask.geneve?.flat() ?? []];
    out.put('geneve_opt_key', wanted.map(geneveJson));
    if (mask.geneve !== undefined) out.put('geneve_opt_mask', bits.map(geneveJson));
    say(out, 'geneve_opts', wanted.map(geneveText), bits.map(geneveText));
  } else if (key.vxlan !== undefined) {
    addOne(out, 'vxlan', [['gbp', key.vxlan.gbp ?? 0]], mask.vxlan && [['gbp', mask.vxlan.gbp ?? 0]], String);
  } else if (key.erspan !== undefined) {
    addOne(out, 'erspan', erspanMembers(key.erspan), mask.erspan && erspanMembers(mask.erspan), String);
  } else if (key.gtp !== undefined) {
    addOne(out, 'gtp', gtpMembers(key.gtp), mask.gtp && gtpMembers(mask.gtp), twoDigits);
  } else if (key.pfcp !== undefined) {
    addOne(out, 'pfcp', pfcpMembers(key.pfcp), mask.pfcp && pfcpMembers(mask.pfcp), twoDigits);
  }
}

type Members = readonly (readonly [name: string, value: Wide])[];

const gtpMembers = ({ pduType = 0, qfi = 0 }: NonNullable<Options['gtp']>): Members => [
  ['pdu_type', pduType],
  ['qfi', qfi],
];

const pfcpMembers = ({ type = 0, seid = 0 }: NonNullable<Options['pfcp']>): Members => [
  ['type', type],
  ['seid', seid],
];

const twoDigits = (value: Wide): string => value.toString(16).padStart(2, '0');

function addOne(
  out: Printout,
  name: string,
  key: Members,
  mask: Members | undefined,
  text: (value: Wide) => string,
): void {
  const json = (members: Members) => [
    Object.fromEntries(
      members.map(([member, value]) => [member, typeof value === 'bigint' ? String(value) : value]),
    ),
  ];
  const joined = (members: Members) => members.map(([, value]) => text(value)).join(':');
  out.put(`${name}_opt_key`, json(key));
  if (mask !== undefined) out.put(`${name}_opt_mask`, json(mask));
  say(out, `${name}_opts`, [joined(key)], mask === undefined ? [] : [joined(mask)]);
}

function say(out: Printout, word: string, keys: readonly string[], masks: readonly string[]): void {
  out.say(`\n  ${word} ${keys.map((key, i) => `${key}/${masks[i] ?? ''}`).join(',')}`);
}
