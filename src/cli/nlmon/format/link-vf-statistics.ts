import type { Link } from '../../../netlink/route/index.js';
import type { Wide } from '../../../wire/index.js';
import type { Display } from './display.js';
import { type Json, jsonNumber } from './fields.js';
import { humanText } from './human-text.js';

type Vf = NonNullable<NonNullable<Link['vfinfoList']>['info']>[number];
type Statistics = NonNullable<Vf['stats']>;

/** The lines of a virtual function's counters, each after its line feed. */
export function vfStatisticsText(statistics: Statistics, display: Display): string {
  const { rxBytes, rxPackets, multicast, broadcast, rxDropped, txBytes, txPackets, txDropped } = statistics;
  const line = (...columns: readonly (readonly [value: Wide | undefined, width: number])[]): string =>
    `\n    ${columns.map(([value = 0, width]) => `${humanText(value, display).padStart(width)} `).join('')}`;
  const dropped = '  dropped ';
  let text = `\n    RX: bytes  packets  mcast   bcast ${rxDropped === undefined ? '' : dropped}`;
  text += line([rxBytes, 10], [rxPackets, 8], [multicast, 7], [broadcast, 7]);
  if (rxDropped !== undefined) text += `${humanText(rxDropped, display).padStart(8)} `;
  text += `\n    TX: bytes  packets ${txDropped === undefined ? '' : dropped}`;
  text += line([txBytes, 10], [txPackets, 8]);
  if (txDropped !== undefined) text += `${humanText(txDropped, display).padStart(8)} `;
  return text;
}

/** `stats` of ip -s -j, with its spelling. */
export function vfStatisticsJson(statistics: Statistics): Json {
  const { rxBytes, rxPackets, multicast, broadcast, rxDropped, txBytes, txPackets, txDropped } = statistics;
  const counter = (value: Wide | undefined): number | string => jsonNumber(value ?? 0);
  return {
    rx: {
      bytes: counter(rxBytes),
      packets: counter(rxPackets),
      multicast: counter(multicast),
      broadcast: counter(broadcast),
      ...(rxDropped === undefined ? {} : { dropped: counter(rxDropped) }),
    },
    tx: {
      tx_bytes: counter(txBytes),
      tx_packets: counter(txPackets),
      ...(txDropped === undefined ? {} : { dropped: counter(txDropped) }),
    },
  };
}
