/** TCA_OPTIONS of filters by TCA_KIND. Kinds that are not here keep their bytes. */
export const filterKinds = {};

/** What filters count besides, by TCA_KIND: TCA_XSTATS and TCA_STATS_APP. */
export const filterStatistics = {};
