import type { ipvlan } from '../../../../netlink/route/link-kinds/ipvlan.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Ipvlan = DataOf<typeof ipvlan>;
const { named } = fieldsOf<Ipvlan>();

/** Of what its ports may say to one another ip names one. */
const isolation = ({ flags }: Ipvlan): string | undefined => {
  if (flags === undefined) return undefined;
  if (flags.includes('private')) return 'private';
  return flags.includes('vepa') ? 'vepa' : 'bridge';
};

/** Kinds ipvlan and ipvtap. */
export const ipvlanFields: KindFields<Ipvlan> = [
  // The second blank is ip's.
  named('mode', ' mode', { l2: 'l2', l3: 'l3', l3s: 'l3s' }, 'unknown', 'mode'),
  {
    text(data) {
      const word = isolation(data);
      return word === undefined ? '' : `${word} `;
    },
    addJson(json, data) {
      const word = isolation(data);
      if (word !== undefined) json[word] = true;
    },
  },
];
