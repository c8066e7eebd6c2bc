import { nested } from '../../nested.js';
import { basic } from './basic.js';
import { bpf } from './bpf.js';
import { cgroup } from './cgroup.js';
import { flow } from './flow.js';
import { flower } from './flower.js';
import { fw } from './fw.js';
import { matchall } from './matchall.js';
import { route } from './route.js';
import { u32 } from './u32.js';

/** TCA_OPTIONS of filters by TCA_KIND. Kinds that are not here keep their bytes. */
export const filterKinds = {
  basic: nested(basic),
  bpf: nested(bpf),
  cgroup: nested(cgroup),
  flow: nested(flow),
  flower: nested(flower),
  fw: nested(fw),
  matchall: nested(matchall),
  route: nested(route),
  u32: nested(u32),
};

/** What filters count besides, by TCA_KIND: TCA_XSTATS and TCA_STATS_APP. */
export const filterStatistics = {};
