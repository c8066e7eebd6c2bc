import { i32, padding, struct } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../../message.js';
import { nested } from '../../nested.js';
import { select } from '../../select.js';
import { family } from '../common.js';
import { classKinds, classStatistics } from '../qdisc-kinds/index.js';
import { commonAttributes } from './common.js';
import { handle } from './handle.js';
import { generalStatistics, statistics } from './statistics.js';

const app = select('kind', classStatistics);

/** A class of a queueing discipline: struct tcmsg and TCA_… (linux/rtnetlink.h). */
export const tclass = message({
  name: 'class',
  types: { RTM_NEWTCLASS: 40, RTM_DELTCLASS: 41, RTM_GETTCLASS: 42 },
  header: struct({
    family,
    _: padding(3),
    ifindex: i32,
    /** `1:10` */
    handle,
    /** The class or qdisc above it: `1:1`, `1:`; `root` where it is the uppermost. */
    parent: handle,
    /** The qdisc in it: `10:`; `0:` where there is none. */
    info: handle,
  }),
  attributes: attributes('TCA', {
    ...commonAttributes,
    options: [2, select('kind', classKinds)],
    stats: [3, statistics],
    xstats: [4, app],
    stats2: [7, nested(generalStatistics(app), { inherit: 'kind' })],
  }),
});

export type Tclass = DecodedOf<typeof tclass>;
export type TclassInput = EncodableOf<typeof tclass>;
