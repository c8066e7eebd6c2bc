import { addControlAction, addTimes } from '../control-action.js';
import { rateText, sizeOfTicks, sizeText } from '../units.js';
import type { ActionPrinter } from './printer.js';

/** Also what filters have without an action. JSON has fewer members than the text has words, as in tc 6.1. */
export const printPolice: ActionPrinter<'police'> = (out, options) => {
  out.put('kind', 'police');
  const { tbf, avrate, result, tm, pktrate64, pktburst64 } = options ?? {};
  if (tbf === undefined) return;
  const { display } = out.context;
  const rate = options?.rate64 ?? tbf.rate.rate;
  const peakrate = options?.peakrate64 ?? tbf.peakrate.rate;
  out.add('index', ` police 0x${tbf.index.toString(16)} `, tbf.index);
  out.say(`rate ${rateText(rate, display)} burst ${sizeText(sizeOfTicks(rate, tbf.burst))} `);
  out.say(`mtu ${sizeText(tbf.mtu)} `);
  if (out.raw) out.say(`[${tbf.burst.toString(16).padStart(8, '0')}] `);
  if (BigInt(peakrate) !== 0n) out.say(`peakrate ${rateText(peakrate, display)} `);
  if (avrate !== undefined) out.say(`avrate ${rateText(avrate, display)} `);
  if (pktrate64 !== undefined && pktburst64 !== undefined) {
    out.number('pkts_rate', 'pkts_rate ', pktrate64, ' ');
    out.number(
      'pkts_burst',
      'pkts_burst ',
      sizeOfTicks(pktrate64, Number(BigInt.asUintN(32, BigInt(pktburst64)))),
      ' ',
    );
  }
  addControlAction(out, tbf.action, 'action ');
  if (result === undefined) out.say(' ');
  else addControlAction(out, result, '/', ' ');
  out.add('overhead', `overhead ${sizeText(tbf.rate.overhead)} `, tbf.rate.overhead);
  const layer = linkLayerText(tbf.rate.linklayer);
  if (layer === 'atm' || layer === 'unknown' || out.details)
    out.add('linklayer', `linklayer ${layer} `, layer);
  out.say('\n');
  out.number('ref', '\tref ', tbf.refcnt, ' ');
  out.number('bind', 'bind ', tbf.bindcnt, ' ');
  addTimes(out, tm);
  out.say('\n');
};

function linkLayerText(layer: string | number): string {
  if (layer === 'unaware') return 'unspec';
  return typeof layer === 'string' ? layer : 'unknown';
}
