import type { macvlan } from '../../../../netlink/route/link-kinds/macvlan.js';
import { type Field, fieldsOf, fieldsText, type Json } from '../fields.js';
import type { FormatContext } from '../format.js';
import type { DataOf, KindFields } from './kind.js';

type Macvlan = DataOf<typeof macvlan>;
const { named, number } = fieldsOf<Macvlan>();

function flag(name: 'nopromisc' | 'nodst'): Field<Macvlan> {
  return {
    text: ({ flags }) => (flags?.includes(name) ? `${name} ` : ''),
    addJson(json, { flags }) {
      if (flags?.includes(name)) json[name] = true;
    },
  };
}

const modes = {
  private: 'private',
  vepa: 'vepa',
  bridge: 'bridge',
  passthru: 'passthru',
  source: 'source',
} as const;

/** In mode `source`, the addresses that frames may come from. */
const sources: Field<Macvlan> = {
  text({ mode, macaddrCount, macaddrData }) {
    if (mode !== 'source' || macaddrCount === undefined) return '';
    const addresses = macaddrData?.macaddr ?? [];
    return `remotes (${macaddrCount | 0}) ${addresses.map(address => `${address} `).join('')}`;
  },
  addJson(json, { mode, macaddrCount, macaddrData }) {
    if (mode !== 'source' || macaddrCount === undefined) return;
    json.macaddr_count = macaddrCount | 0;
    if (macaddrData !== undefined) json.macaddr_data = macaddrData.macaddr ?? [];
  },
};

const fields: readonly Field<Macvlan>[] = [
  named('mode', 'mode', modes, 'unknown'),
  flag('nopromisc'),
  flag('nodst'),
  number('bcQueueLen', 'bcqueuelen'),
  number('bcQueueLenUsed', 'usedbcqueuelen'),
  sources,
];

/** Kinds macvlan and macvtap. Without a mode ip tells nothing. */
export const macvlanFields: KindFields<Macvlan> = [
  {
    text: (data, context: FormatContext) =>
      data.mode === undefined ? '' : fieldsText(fields, data, context),
    addJson(json: Json, data, context) {
      if (data.mode === undefined) return;
      for (const field of fields) field.addJson(json, data, context);
    },
  },
];
