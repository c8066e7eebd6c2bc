import type { Mdb } from '../../../../netlink/route/index.js';
import { deviceName } from '../address.js';
import type { Json } from '../fields.js';
import type { FormatContext } from '../format.js';
import { ticksPerSecond } from '../numbers.js';

export type RouterPort = NonNullable<NonNullable<Mdb['router']>['port']>[number];

/** Clock ticks as bridge prints them: seconds in four columns, and hundredths. */
export function timerText(ticks: number): string {
  const seconds = Math.trunc(ticks / ticksPerSecond);
  return `${String(seconds).padStart(4)}.${String(ticks % ticksPerSecond).padStart(2, '0')}`;
}

const temporary: ReadonlySet<unknown> = new Set(['tempQuery', 'temp']);

/** A port behind which there is a multicast router; with -s for how long, and who said so. */
export function routerPortJson({ ifindex, timer, type }: RouterPort, context: FormatContext): Json {
  const json: Json = { port: deviceName(ifindex, context) };
  if (context.display.statistics === 0) return json;
  if (timer !== undefined) json.timer = timerText(timer);
  if (type !== undefined) json.type = temporary.has(type) ? 'temp' : 'permanent';
  return json;
}
