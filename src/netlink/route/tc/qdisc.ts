import { i32, padding, struct, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../../message.js';
import { nested } from '../../nested.js';
import { select } from '../../select.js';
import { family } from '../common.js';
import { qdiscKinds, qdiscStatistics } from '../qdisc-kinds/index.js';
import { commonAttributes } from './common.js';
import { handle } from './handle.js';
import { generalStatistics, statistics } from './statistics.js';

const app = select('kind', qdiscStatistics);

/** A queueing discipline: struct tcmsg and TCA_… (linux/rtnetlink.h). */
export const qdisc = message({
  name: 'qdisc',
  types: { RTM_NEWQDISC: 36, RTM_DELQDISC: 37, RTM_GETQDISC: 38 },
  header: struct({
    family,
    _: padding(3),
    ifindex: i32,
    /** `1:` */
    handle,
    /** What it hangs on: `root`, `1:10`; `ffff:fff1` of ingress and clsact. */
    parent: handle,
    /** How many hold it. */
    info: u32,
  }),
  attributes: attributes('TCA', {
    ...commonAttributes,
    options: [2, select('kind', qdiscKinds)],
    stats: [3, statistics],
    xstats: [4, app],
    stats2: [7, nested(generalStatistics(app), { inherit: 'kind' })],
  }),
});

export type Qdisc = DecodedOf<typeof qdisc>;
export type QdiscInput = EncodableOf<typeof qdisc>;
