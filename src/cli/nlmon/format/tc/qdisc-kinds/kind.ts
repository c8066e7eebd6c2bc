import type {
  classKinds,
  classStatistics,
  qdiscKinds,
  qdiscStatistics,
} from '../../../../../netlink/route/qdisc-kinds/index.js';
import type { Decoded } from '../../../../../wire/index.js';

/** What a kind of qdisc or class has of its own, as the schemas decode it. */
export type QdiscOptionsOf<K extends keyof typeof qdiscKinds> = Decoded<(typeof qdiscKinds)[K]>;
export type ClassOptionsOf<K extends keyof typeof classKinds> = Decoded<(typeof classKinds)[K]>;
export type QdiscStatisticsOf<K extends keyof typeof qdiscStatistics> = Decoded<(typeof qdiscStatistics)[K]>;
export type ClassStatisticsOf<K extends keyof typeof classStatistics> = Decoded<(typeof classStatistics)[K]>;
