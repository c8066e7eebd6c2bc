import { u8, u32 } from '../../../wire/index.js';
import { attributes, multi } from '../../attributes.js';
import { nested } from '../../nested.js';

const quanta = attributes('TCA_ETS', { quantaBand: [4, multi(u32)] });
const priomap = attributes('TCA_ETS', { priomapBand: [6, multi(u8)] });

/** Enhanced transmission selection (IEEE 802.1Qaz): TCA_ETS_… (linux/pkt_sched.h). Quanta in bytes. */
export const ets = attributes('TCA_ETS', {
  nbands: [1, u8],
  nstrict: [2, u8],
  /** Of the bands behind the strict ones. */
  quanta: [3, nested(quanta, { flag: true })],
  /** The band of each priority. */
  priomap: [5, nested(priomap, { flag: true })],
});

/** A band. */
export const etsClass = attributes('TCA_ETS', { quantaBand: [4, u32] });
