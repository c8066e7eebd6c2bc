import { type bondPort, lacpStates } from '../../../../netlink/route/link-kinds/bond-port.js';
import { type Field, fieldsOf, type Json } from '../fields.js';
import { bitsOf } from '../number-names.js';
import type { DataOf, KindFields } from './kind.js';

type BondPort = DataOf<typeof bondPort>;
const { number, shown } = fieldsOf<BondPort>();

const states = { active: 'ACTIVE', backup: 'BACKUP' } as const;
const linkStates = { up: 'UP', fail: 'GOING_DOWN', down: 'DOWN', back: 'GOING_BACK' } as const;

/** A state by its name, or its number under another key. */
function state<K extends 'state' | 'miiStatus'>(
  name: K,
  word: string,
  texts: Readonly<Record<Extract<BondPort[K], string>, string>>,
): Field<BondPort> {
  const textOf = (value: string): string => (texts as Readonly<Record<string, string>>)[value]!;
  return {
    text({ [name]: value }) {
      if (value === undefined) return '';
      return `${word} ${typeof value === 'number' ? value : textOf(value)} `;
    },
    addJson(json, { [name]: value }) {
      if (typeof value === 'number') json[`${word}_index`] = value;
      else if (value !== undefined) json[word] = textOf(value);
    },
  };
}

/** In the order of the bits. */
const lacpWords: Readonly<Record<keyof typeof lacpStates.numbers, string>> = {
  lacpActivity: 'active',
  lacpTimeout: 'short_timeout',
  aggregation: 'aggregating',
  synchronization: 'in_sync',
  collecting: 'collecting',
  distributing: 'distributing',
  defaulted: 'defaulted',
  expired: 'expired',
};

/** The state of LACP as a number and in words. ip reads its low byte. */
function lacpState(name: 'adActorOperPortState' | 'adPartnerOperPortState', word: string): Field<BondPort> {
  const read = ({ [name]: list }: BondPort): [number: number, words: string[]] | undefined => {
    if (list === undefined) return undefined;
    const bits = bitsOf(list, lacpStates) & 0xff;
    const names = Object.keys(lacpWords) as (keyof typeof lacpWords)[];
    return [bits, names.filter(bit => bits & lacpStates.numbers[bit]).map(bit => lacpWords[bit])];
  };
  return {
    text(data) {
      const value = read(data);
      if (value === undefined) return '';
      return `${word} ${value[0]} ${word}_str <${value[1].join(',')}> `;
    },
    addJson(json: Json, data) {
      const value = read(data);
      if (value === undefined) return;
      json[word] = value[0];
      json[`${word}_str`] = value[1];
    },
  };
}

export const bondPortFields: KindFields<BondPort> = [
  state('state', 'state', states),
  state('miiStatus', 'mii_status', linkStates),
  shown('linkFailureCount', 'link_failure_count', count => count | 0),
  shown('permHwaddr', 'perm_hwaddr', mac => mac),
  number('queueId', 'queue_id'),
  number('prio', 'prio'),
  number('adAggregatorId', 'ad_aggregator_id'),
  lacpState('adActorOperPortState', 'ad_actor_oper_port_state'),
  lacpState('adPartnerOperPortState', 'ad_partner_oper_port_state'),
];
