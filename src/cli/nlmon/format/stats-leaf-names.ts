/** What `ip stats` calls the parts of the statistics of an interface. */
export const leafNames = {
  group: ['afstats', 'link', 'offload', 'xstats_slave', 'xstats'],
  subgroup: ['mpls', 'l3_stats', 'hw_stats_info', 'cpu_hit', 'bond', 'bridge'],
  suite: ['802.3ad', 'mcast', 'stp'],
} as const;

export type LeafName<Key extends keyof typeof leafNames> = (typeof leafNames)[Key][number];
