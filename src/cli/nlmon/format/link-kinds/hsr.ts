import type { hsr } from '../../../../netlink/route/link-kinds/hsr.js';
import { deviceName } from '../address.js';
import { type Field, fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Hsr = DataOf<typeof hsr>;
const { number, shown } = fieldsOf<Hsr>();

const protocols = { hsr: 0, prp: 1 } as const;

function port(name: 'slave1' | 'slave2'): Field<Hsr> {
  return {
    text: ({ [name]: index }, context) =>
      `${name} ${index === undefined ? '<none>' : deviceName(index, context)} `,
    addJson(json, { [name]: index }, context) {
      json[name] = index === undefined ? null : deviceName(index, context);
    },
  };
}

export const hsrFields: KindFields<Hsr> = [
  port('slave1'),
  port('slave2'),
  number('seqNr', 'sequence', 'seq_nr'),
  shown('supervisionAddr', 'supervision', mac => mac, 'supervision_addr'),
  shown('protocol', 'proto', protocol => (typeof protocol === 'number' ? protocol : protocols[protocol])),
];
