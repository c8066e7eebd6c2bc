import { jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { rateText, sizeOfTicks, sizeText, ticksToTime, timeText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';
import { isSpecialLinkLayer, linkLayerName, rawText } from './rate.js';

export function addTbf(out: Printout, { parms, rate64: wide, prate64 }: QdiscOptionsOf<'tbf'>): void {
  if (parms === undefined) return;
  const { rate, peakrate, buffer, mtu, limit } = parms;
  const { display } = out.context;
  const rate64 = wide ?? rate.rate;
  const peak64 = prate64 ?? peakrate.rate;
  out.add('rate', `rate ${rateText(rate64, display)} `, jsonNumber(rate64));
  const burst = sizeOfTicks(rate64, buffer);
  if (out.details) addCell(out, 'burst', 'burst', burst, rate);
  else out.add('burst', `burst ${sizeText(burst)} `, burst);
  if (out.raw) out.add('burst_raw', `${rawText(buffer)} `, buffer.toString(16));
  const peak = BigInt(peak64) !== 0n;
  if (peak) {
    out.say(`peakrate ${rateText(peak64, display)} `);
    if (mtu !== 0 || peakrate.mpu !== 0) {
      const size = sizeOfTicks(peak64, mtu);
      if (out.details) addCell(out, 'mtu', 'mtu', size, peakrate);
      else out.add('minburst', `minburst ${sizeText(size)} `, size);
      if (out.raw) out.add('mtu_raw', `${rawText(mtu)} `, mtu.toString(16));
    }
  }
  const latency = Math.max(
    latencyOf(limit, Number(rate64), buffer),
    peak ? latencyOf(limit, Number(peak64), mtu) : Number.NEGATIVE_INFINITY,
  );
  if (latency >= 0)
    out.add('lat', `lat ${timeText(latency)} `, Number.isFinite(latency) ? Math.trunc(latency) : 0);
  if (latency < 0 || out.raw) out.add('limit', `limit ${sizeText(limit)} `, limit);
  if (rate.overhead !== 0) out.number('overhead', 'overhead ', rate.overhead, ' ');
  if (isSpecialLinkLayer(rate.linklayer) || out.details) {
    const name = linkLayerName(rate.linklayer);
    out.add('linklayer', `linklayer ${name} `, name);
  }
}

type Rate = NonNullable<QdiscOptionsOf<'tbf'>['parms']>['rate'];

function addCell(out: Printout, key: string, word: string, size: number, { cellLog, mpu }: Rate): void {
  const text = `${sizeText(size)}/${(1 << cellLog) >>> 0}`;
  out.add(key, `${word} ${text} `, text);
  out.add('mpu', `mpu ${sizeText(mpu)} `, mpu);
}

/** Microseconds that the last packet of a full queue waits. */
function latencyOf(limit: number, rate: number, ticks: number): number {
  return (1e6 * limit) / rate - ticksToTime(ticks);
}
