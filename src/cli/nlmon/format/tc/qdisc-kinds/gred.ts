import { jsonNumber } from '../../fields.js';
import type { Printout } from '../printout.js';
import { sizeText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';
import { addRedDetails, addRedFlags } from './red.js';

type Options = QdiscOptionsOf<'gred'>;
type Queue = NonNullable<Options['parms']>[number];

/** Virtual queues that there may be. */
const most = 16;

export function addGred(out: Printout, { parms, maxP, dps, limit, vqList }: Options): void {
  if (parms === undefined || parms.length < most) return;
  const details = (vqList?.entry ?? []).filter(({ dp }) => dp !== undefined && dp < most);
  if (dps !== undefined) {
    out.number('dp_cnt', 'vqs ', dps.dps, ' ');
    out.number('dp_default', 'default ', dps.defDp, ' ');
    out.add('grio', dps.grio !== 0 ? 'grio ' : '', dps.grio !== 0);
  }
  if (limit !== undefined) out.add('limit', `limit ${sizeText(limit)} `, limit);
  if (dps !== undefined) addRedFlags(out, dps.flags);
  const queues = parms.filter(({ dp }) => dp < most);
  out.objects('vqs', queues, queue => {
    out.number('vq', '\n vq ', queue.dp, ' ');
    out.number('prio', 'prio ', queue.prio, ' ');
    out.add('limit', `limit ${sizeText(queue.limit)} `, queue.limit);
    out.add('min', `min ${sizeText(queue.qthMin)} `, queue.qthMin);
    out.add('max', `max ${sizeText(queue.qthMax)} `, queue.qthMax);
    const listed = details.find(({ dp }) => dp === queue.dp);
    const own = vqList === undefined ? undefined : (listed ?? {});
    if (listed?.flags !== undefined) addRedFlags(out, listed.flags);
    if (out.details) {
      addRedDetails(out, queue, maxP?.[queue.dp]);
      out.say(' ');
    }
    if (out.statistics) addCounters(out, queue, own);
  });
}

type Detail = NonNullable<NonNullable<Options['vqList']>['entry']>[number];

function addCounters(out: Printout, queue: Queue, own: Detail | undefined): void {
  out.add('qave', `\n  Queue size: average ${sizeText(queue.qave)} `, queue.qave);
  out.add('backlog', `current ${sizeText(queue.backlog)} `, queue.backlog);
  if (own === undefined) {
    out.number('forced_drop', '\n  Dropped packets: forced ', queue.forced, ' ');
    out.number('prob_drop', 'early ', queue.early, ' ');
    out.number('pdrop', 'pdrop ', queue.pdrop, ' ');
    out.number('other', 'other ', queue.other, ' ');
    out.number('packets', '\n  Total packets: ', queue.packets, ' ');
    out.add('bytes', `(${sizeText(queue.bytesin)}) `, queue.bytesin);
    return;
  }
  out.number('forced_drop', '\n  Dropped packets: forced ', own.statForcedDrop ?? 0, ' ');
  out.number('prob_drop', 'early ', own.statProbDrop ?? 0, ' ');
  out.number('pdrop', 'pdrop ', own.statPdrop ?? 0, ' ');
  out.number('other', 'other ', own.statOther ?? 0, ' ');
  out.number('forced_mark', '\n  Marked packets: forced ', own.statForcedMark ?? 0, ' ');
  out.number('prob_mark', 'early ', own.statProbMark ?? 0, ' ');
  out.number('packets', '\n  Total packets: ', queue.packets, ' ');
  const bytes = own.statBytes ?? 0;
  out.add('bytes', `(${sizeText(Number(BigInt.asUintN(32, BigInt(bytes))))}) `, jsonNumber(bytes));
}
