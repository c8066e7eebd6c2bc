import { enumOf, fixedArrayOf, names, struct, u8, u16, u32, u64 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { headed } from '../../headed.js';
import { nested } from '../../nested.js';
import { priorityMap } from './prio.js';

/** A number for each of up to sixteen traffic classes. */
const byTrafficClass = fixedArrayOf(u16, 16);

const offloads = names('TC_MQPRIO_HW_OFFLOAD', { none: 0, tcs: 1 });

/** struct tc_mqprio_qopt (linux/pkt_sched.h): the traffic class of each priority, the queues of each traffic class. */
export const mqprioParameters = struct({
  numTc: u8,
  prioTcMap: priorityMap,
  hw: enumOf(u8, offloads),
  count: byTrafficClass,
  offset: byTrafficClass,
});

/** Frame preemption (TC_FP_…, since Linux 6.4). */
export const preemption = names('TC_FP', { express: 1, preemptible: 2 });

const rates = (name: 'minRate64' | 'maxRate64', number: number) =>
  nested(attributes('TCA_MQPRIO', { [name]: [number, multi(u64)] } as const));

const mqprioAttributes = attributes('TCA_MQPRIO', {
  mode: [1, enumOf(u16, names('TC_MQPRIO_MODE', { dcb: 0, channel: 1 }))],
  shaper: [2, enumOf(u16, names('TC_MQPRIO_SHAPER', { dcb: 0, bwRate: 1 }))],
  /** Bytes a second, by traffic class. */
  minRate64: [3, rates('minRate64', 3)],
  maxRate64: [4, rates('maxRate64', 4)],
  tcEntry: [
    5,
    multi(
      nested(attributes('TCA_MQPRIO_TC_ENTRY', { index: [1, u32], fp: [2, enumOf(u32, preemption)] }), {
        flag: true,
      }),
    ),
  ],
});

/** Queues of a device by priority: struct tc_mqprio_qopt and TCA_MQPRIO_… (linux/pkt_sched.h). */
export const mqprio = headed(mqprioParameters, mqprioAttributes);
