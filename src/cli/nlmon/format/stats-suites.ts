import type { Stats } from '../../../netlink/route/index.js';
import type { Wide } from '../../../wire/index.js';
import { type Json, jsonNumber } from './fields.js';

type Xstats = NonNullable<Stats['linkXstats']>;
type Bond = NonNullable<NonNullable<Xstats['bond']>['3ad']>;
type Bridge = NonNullable<Xstats['bridge']>;
type Multicast = NonNullable<Bridge['mcast']>;
type SpanningTree = NonNullable<Bridge['stp']>;

/** Lines of a suite of statistics, and its JSON. */
export interface Suite<T> {
  lines(statistics: T): readonly string[];
  readonly key: string;
  json(statistics: T): Json;
}

const bondCounters: readonly (readonly [name: keyof Bond & string, text: string, key: string])[] = [
  ['lacpduRx', 'LACPDU Rx', 'lacpdu_rx'],
  ['lacpduTx', 'LACPDU Tx', 'lacpdu_tx'],
  ['lacpduUnknownRx', 'LACPDU Unknown type Rx', 'lacpdu_unknown_rx'],
  ['lacpduIllegalRx', 'LACPDU Illegal Rx', 'lacpdu_illegal_rx'],
  ['markerRx', 'Marker Rx', 'marker_rx'],
  ['markerTx', 'Marker Tx', 'marker_tx'],
  ['markerRespRx', 'Marker response Rx', 'marker_response_rx'],
  ['markerRespTx', 'Marker response Tx', 'marker_response_tx'],
  ['markerUnknownRx', 'Marker unknown type Rx', 'marker_unknown_rx'],
];

const present = (bond: Bond) => bondCounters.filter(([name]) => bond[name] !== undefined);

export const bondSuite: Suite<Bond> = {
  lines: bond => present(bond).map(([name, text]) => `${text} ${bond[name]}`),
  key: '802.3ad',
  json: bond =>
    Object.fromEntries(present(bond).map(([name, , key]) => [key, jsonNumber(bond[name] as Wide)])),
};

type Direction = Multicast['igmpLeaves'];

const directions = ['rx', 'tx'] as const;

/** Two lines for what was received and sent by version. */
function versionLines(head: string, versions: readonly Direction[]): string[] {
  const line = (direction: 'rx' | 'tx') =>
    `  ${direction.toUpperCase()}: ${versions.map((version, i) => `v${i + 1} ${version[direction]}`).join(' ')}`;
  return [`${head}:`, ...directions.map(line)];
}

function versionJson(versions: readonly Direction[]): Json {
  return Object.fromEntries(
    directions.flatMap(direction =>
      versions.map((version, i) => [`${direction}_v${i + 1}`, jsonNumber(version[direction])]),
    ),
  );
}

const bothText = ({ rx, tx }: Direction): string => `RX: ${rx} TX: ${tx}`;
const bothJson = ({ rx, tx }: Direction): Json => ({ rx: jsonNumber(rx), tx: jsonNumber(tx) });

const igmpQueries = (m: Multicast) => [m.igmpV1queries, m.igmpV2queries, m.igmpV3queries];
const igmpReports = (m: Multicast) => [m.igmpV1reports, m.igmpV2reports, m.igmpV3reports];
const mldQueries = (m: Multicast) => [m.mldV1queries, m.mldV2queries];
const mldReports = (m: Multicast) => [m.mldV1reports, m.mldV2reports];

export const multicastSuite: Suite<Multicast> = {
  lines: multicast => [
    ...versionLines('IGMP queries', igmpQueries(multicast)),
    ...versionLines('IGMP reports', igmpReports(multicast)),
    `IGMP leaves: ${bothText(multicast.igmpLeaves)}`,
    `IGMP parse errors: ${multicast.igmpParseErrors}`,
    ...versionLines('MLD queries', mldQueries(multicast)),
    ...versionLines('MLD reports', mldReports(multicast)),
    `MLD leaves: ${bothText(multicast.mldLeaves)}`,
    `MLD parse errors: ${multicast.mldParseErrors}`,
  ],
  key: 'multicast',
  json: multicast => ({
    igmp_queries: versionJson(igmpQueries(multicast)),
    igmp_reports: versionJson(igmpReports(multicast)),
    igmp_leaves: bothJson(multicast.igmpLeaves),
    igmp_parse_errors: jsonNumber(multicast.igmpParseErrors),
    mld_queries: versionJson(mldQueries(multicast)),
    mld_reports: versionJson(mldReports(multicast)),
    mld_leaves: bothJson(multicast.mldLeaves),
    mld_parse_errors: jsonNumber(multicast.mldParseErrors),
  }),
};

export const spanningTreeSuite: Suite<SpanningTree> = {
  lines: ({ rxBpdu, txBpdu, rxTcn, txTcn, transitionBlk, transitionFwd }) => [
    `STP BPDU:  RX: ${rxBpdu} TX: ${txBpdu}`,
    `STP TCN:   RX: ${rxTcn} TX: ${txTcn}`,
    `STP Transitions: Blocked: ${transitionBlk} Forwarding: ${transitionFwd}`,
  ],
  key: 'stp',
  json: ({ rxBpdu, txBpdu, rxTcn, txTcn, transitionBlk, transitionFwd }) => ({
    rx_bpdu: jsonNumber(rxBpdu),
    tx_bpdu: jsonNumber(txBpdu),
    rx_tcn: jsonNumber(rxTcn),
    tx_tcn: jsonNumber(txTcn),
    transition_blk: jsonNumber(transitionBlk),
    transition_fwd: jsonNumber(transitionFwd),
  }),
};
