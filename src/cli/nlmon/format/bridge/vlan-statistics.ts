import type { Stats } from '../../../../netlink/route/index.js';
import { jsonNumber } from '../fields.js';
import type { Format, FormatContext } from '../format.js';
import { countersText } from './vlan.js';
import { flagsText, optionIndent, portLines, vlanFlagNames } from './vlan-lines.js';

type Counters = NonNullable<NonNullable<NonNullable<Stats['linkXstats']>['bridge']>['vlan']>[number];

/** What a bridge or a port counted for each VLAN, as `bridge -s vlan show` prints it. */
export const vlanStatisticsFormat: Format<Stats> = {
  text(stats, context) {
    const lines = countersOf(stats, context).map(
      ({ vid, flags, rxBytes, rxPackets, txBytes, txPackets }) =>
        `${vid}${flagsText(flags)}\n` +
        `${optionIndent}${countersText('RX', rxBytes, rxPackets)}\n` +
        `${optionIndent}${countersText('TX', txBytes, txPackets)}`,
    );
    return portLines(context.interfaceName(stats.ifindex), lines, context);
  },
  json(stats, context) {
    const vlans = countersOf(stats, context).map(
      ({ vid, flags, rxBytes, rxPackets, txBytes, txPackets }) => ({
        vid,
        flags: vlanFlagNames(flags),
        rx_bytes: jsonNumber(rxBytes),
        rx_packets: jsonNumber(rxPackets),
        tx_bytes: jsonNumber(txBytes),
        tx_packets: jsonNumber(txPackets),
      }),
    );
    return vlans.length === 0 ? undefined : { ifname: context.interfaceName(stats.ifindex), vlans };
  },
};

function countersOf({ linkXstats, linkXstatsSlave }: Stats, { vlan }: FormatContext): readonly Counters[] {
  const all = linkXstats?.bridge?.vlan ?? linkXstatsSlave?.bridge?.vlan ?? [];
  return vlan === undefined ? all : all.filter(({ vid }) => vid === vlan);
}
