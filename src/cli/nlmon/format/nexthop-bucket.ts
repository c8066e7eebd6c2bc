import type { NexthopBucket } from '../../../netlink/route/index.js';
import type { Format } from './format.js';
import { generalText, ticksPerSecond } from './numbers.js';
import { routeFlagNames } from './route-flags.js';

/** A bucket of a resilient group, as `ip nexthop bucket show` and `ip monitor nexthop` print it. */
export const nexthopBucketFormat: Format<NexthopBucket> = {
  text({ id, resBucket, flags }) {
    let text = id === undefined ? '' : `id ${id} `;
    if (resBucket !== undefined) {
      const { index, idleTime, nhId } = resBucket;
      if (index !== undefined) text += `index ${index} `;
      if (idleTime !== undefined) text += `idle_time ${seconds(idleTime)} `;
      if (nhId !== undefined) text += `nhid ${nhId} `;
    }
    for (const name of routeFlagNames(flags).names) text += `${name} `;
    return `${text}\n`;
  },
  json({ id, resBucket, flags }) {
    const fields: Record<string, unknown> = id === undefined ? {} : { id };
    if (resBucket !== undefined) {
      const { index, idleTime, nhId } = resBucket;
      fields.bucket = {
        ...(index === undefined ? {} : { index }),
        ...(idleTime === undefined ? {} : { idle_time: Number(seconds(idleTime)) }),
        ...(nhId === undefined ? {} : { nhid: nhId }),
      };
    }
    fields.flags = routeFlagNames(flags).names;
    return fields;
  },
};

function seconds(ticks: number | bigint): string {
  return generalText(Number(ticks) / ticksPerSecond);
}
