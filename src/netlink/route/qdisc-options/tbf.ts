import { WireError } from '../../../wire/index.js';
import { expectNumber } from './checks.js';
import { type LinkLayerOptions, rateTable, ticksToSend, wideRate } from './rate-table.js';

export interface TbfSettings extends LinkLayerOptions {
  /** Bytes a second. */
  readonly rate: number;
  /** Bytes that may be sent at once. */
  readonly burst: number;
  /** Bytes that may wait; or `latency`. */
  readonly limit?: number;
  /** Seconds that the last packet that may wait waits. */
  readonly latency?: number;
  /** Bytes a second that a burst is sent with at most. */
  readonly peakrate?: number;
  /** Bytes that may be sent at once at the peak rate: the longest packet. */
  readonly mtu?: number;
}

/** A token bucket, as tc-tbf(8). Throws WireError for settings that do not go together. */
export function tbf(settings: TbfSettings) {
  const { rate, burst, latency, peakrate = 0, mtu = 0 } = settings;
  expectNumber('rate', rate, 'bytes a second, as mbit(1)', 1);
  expectNumber('burst', burst, 'bytes that may be sent at once', 1);
  if (peakrate !== 0) expectNumber('mtu', settings.mtu, 'bytes of the longest packet, with peakrate', 1);
  if ((settings.limit === undefined) === (latency === undefined))
    throw new WireError("give either 'limit', the bytes that may wait, or 'latency', the seconds");
  const limit = settings.limit ?? waiting(settings);
  const usual = rateTable(rate, settings, mtu);
  const peak = peakrate === 0 ? undefined : rateTable(peakrate, settings, mtu);
  return {
    kind: 'tbf',
    options: {
      parms: {
        rate: usual.specification,
        ...(peak === undefined ? {} : { peakrate: peak.specification }),
        limit,
        buffer: ticksToSend(rate, burst),
        mtu: peak === undefined ? 0 : ticksToSend(peakrate, mtu),
      },
      burst,
      ...(rate >= wideRate ? { rate64: Math.trunc(rate) } : {}),
      rtab: usual.table,
      ...(peakrate >= wideRate ? { prate64: Math.trunc(peakrate) } : {}),
      ...(peak === undefined ? {} : { pburst: mtu, ptab: peak.table }),
    },
  } as const;
}

/** The bytes that the latency allows to wait: of both rates, the fewer. */
function waiting({ rate, burst, latency = 0, peakrate, mtu = 0 }: TbfSettings): number {
  expectNumber('latency', latency, 'seconds, as ms(50)');
  const usual = rate * latency + burst;
  return Math.trunc(peakrate === undefined ? usual : Math.min(usual, peakrate * latency + mtu));
}
