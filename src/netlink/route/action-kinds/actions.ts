import { bytes, type Decoded, type Encodable, names, text, u32 } from '../../../wire/index.js';
import { type AttributeType, attributes } from '../../attributes.js';
import { bitfield32 } from '../../bitfield32.js';
import { nested } from '../../nested.js';
import { ordered } from '../../ordered.js';
import { select } from '../../select.js';
import { generalStatistics } from '../tc/statistics.js';
import { actionKinds } from './index.js';

const actionFlags = names('TCA_ACT_FLAGS', { noPercpuStats: 1, skipHw: 2, skipSw: 4 });
/** How exact a device's counters are. */
export const hardwareStatistics = names('TCA_ACT_HW_STATS', { immediate: 1, delayed: 2 });

/** An action: TCA_ACT_… (linux/pkt_cls.h). */
const actionAttributes = attributes('TCA_ACT', {
  /** `mirred`, `gact`, … */
  kind: [1, text],
  options: [2, select('kind', actionKinds)],
  index: [3, u32],
  stats: [4, nested(generalStatistics(bytes))],
  /** Up to sixteen bytes of its maker's. */
  cookie: [6, bytes],
  flags: [7, bitfield32(actionFlags)],
  /** How exact a device's counters should be; neither: there need be none. */
  hwStats: [8, bitfield32(hardwareStatistics)],
  usedHwStats: [9, bitfield32(hardwareStatistics)],
  /** Devices that do it. */
  inHwCount: [10, u32],
});

const list = ordered(actionAttributes);

type Entry = Decoded<typeof list>[number];
type EntryInput = Encodable<typeof list>[number];

/** An action among others. Named, since every kind of filter has a list of them. */
export interface ActionEntry extends Entry {}
export interface ActionEntryInput extends EntryInput {}

/** Actions in the order in which they are done, which are numbered by it. */
export const actions: AttributeType<ActionEntry[], readonly ActionEntryInput[]> = list as AttributeType<
  ActionEntry[],
  readonly ActionEntryInput[]
>;
