/** TCA_OPTIONS of qdiscs by TCA_KIND. Kinds that are not here have none, or keep their bytes. */
export const qdiscKinds = {};

/** TCA_OPTIONS of classes by TCA_KIND. */
export const classKinds = {};

/** What qdiscs count besides, by TCA_KIND: TCA_XSTATS and TCA_STATS_APP. */
export const qdiscStatistics = {};

/** What classes count besides. */
export const classStatistics = {};
