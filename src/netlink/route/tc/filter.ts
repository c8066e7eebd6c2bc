import { attributes } from '../../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../../message.js';
import { nested } from '../../nested.js';
import { select } from '../../select.js';
import { filterKinds, filterStatistics } from '../filter-kinds/index.js';
import { commonAttributes } from './common.js';
import { filterHeader } from './filter-header.js';
import { generalStatistics, statistics } from './statistics.js';

const app = select('kind', filterStatistics);

export const filterAttributes = attributes('TCA', {
  ...commonAttributes,
  options: [2, select('kind', filterKinds)],
  stats: [3, statistics],
  xstats: [4, app],
  stats2: [7, nested(generalStatistics(app), { inherit: 'kind' })],
});

/** A filter: struct tcmsg and TCA_… (linux/rtnetlink.h). */
export const tfilter = message({
  name: 'filter',
  types: { RTM_NEWTFILTER: 44, RTM_DELTFILTER: 45, RTM_GETTFILTER: 46 },
  header: filterHeader,
  attributes: filterAttributes,
});

export type Tfilter = DecodedOf<typeof tfilter>;
export type TfilterInput = EncodableOf<typeof tfilter>;
