import { jsonNumber } from '../../fields.js';
import { hexText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { rateText, sizeOfTicks, sizeText } from '../units.js';
import type { ClassOptionsOf, ClassStatisticsOf } from './kind.js';
import { isSpecialLinkLayer, linkLayerName, rawText } from './rate.js';

/** Of qdiscs and of classes, which have the same attributes. */
export function addHtb(out: Printout, options: ClassOptionsOf<'htb'>): void {
  const { parms, init, directQlen, offload } = options;
  if (parms !== undefined) addClass(out, options, parms);
  if (init !== undefined) {
    out.number('r2q', 'r2q ', init.rate2quantum | 0);
    out.add('default', ` default ${hexText(init.defcls)}`, hexText(init.defcls));
    out.number('direct_packets_stat', ' direct_packets_stat ', init.directPkts);
    if (out.details) {
      const version = `${init.version >>> 16}.${init.version & 0xffff}`;
      out.add('ver', ` ver ${version}`, version);
    }
  }
  if (directQlen !== undefined) out.number('direct_qlen', ' direct_qlen ', directQlen);
  if (offload !== undefined) out.add('offload', ' offload', null);
}

function addClass(
  out: Printout,
  { rate64, ceil64 }: ClassOptionsOf<'htb'>,
  parms: NonNullable<ClassOptionsOf<'htb'>['parms']>,
): void {
  const { rate, ceil, buffer, cbuffer, level, prio, quantum } = parms;
  const { display } = out.context;
  if (level === 0) {
    out.number('prio', 'prio ', prio | 0, ' ');
    if (out.details) out.number('quantum', 'quantum ', quantum | 0, ' ');
  }
  const wideRate = rate64 ?? rate.rate;
  const wideCeil = ceil64 ?? ceil.rate;
  out.add('rate', `rate ${rateText(wideRate, display)} `, jsonNumber(wideRate));
  if (rate.overhead !== 0) out.number('overhead', 'overhead ', rate.overhead, ' ');
  out.add('ceil', `ceil ${rateText(wideCeil, display)} `, jsonNumber(wideCeil));
  if (isSpecialLinkLayer(rate.linklayer) || out.details) {
    const name = linkLayerName(rate.linklayer);
    out.add('linklayer', `linklayer ${name} `, name);
  }
  const burst = sizeOfTicks(wideRate, buffer);
  const cburst = sizeOfTicks(wideCeil, cbuffer);
  if (out.details) {
    out.add('burst', `burst ${sizeText(burst)}/`, burst);
    out.number('burst_cell', '', (1 << rate.cellLog) >>> 0);
    out.add('mpu_rate', ` mpu ${sizeText(rate.mpu)} `, rate.mpu);
    out.add('cburst', `cburst ${sizeText(cburst)}/`, cburst);
    out.number('cburst_cell', '', (1 << ceil.cellLog) >>> 0);
    out.add('mpu_ceil', ` mpu ${sizeText(ceil.mpu)} `, ceil.mpu);
    out.number('level', 'level ', level | 0, ' ');
  } else {
    out.add('burst', `burst ${sizeText(burst)} `, burst);
    out.add('cburst', `cburst ${sizeText(cburst)} `, cburst);
  }
  if (out.raw) out.say(`buffer ${rawText(buffer)} cbuffer ${rawText(cbuffer)} `);
}

export function addHtbStatistics(out: Printout, stats: ClassStatisticsOf<'htb'>): void {
  out.number('lended', ' lended: ', stats.lends, ' ');
  out.number('borrowed', 'borrowed: ', stats.borrows, ' ');
  out.number('giants', 'giants: ', stats.giants, '\n');
  out.number('tokens', ' tokens: ', stats.tokens, ' ');
  out.number('ctokens', 'ctokens: ', stats.ctokens, '\n');
}
