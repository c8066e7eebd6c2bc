import { realtime } from '../clock.js';
import type { IpControl } from '../ip-control.js';
import type { ProbeAnswer } from './probe.js';

/** What an answer has of the message that brought it. */
export function arrival(
  from: string,
  { timestamps, ttl }: IpControl,
): Pick<ProbeAnswer, 'from' | 'at' | 'ttl'> {
  const stamp = timestamps?.software;
  return {
    from,
    at: stamp === undefined ? realtime() : Number(stamp / 1000n) / 1000,
    ...(ttl === undefined ? {} : { ttl }),
  };
}
