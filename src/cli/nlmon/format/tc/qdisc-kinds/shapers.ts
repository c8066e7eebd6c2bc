import { etfFlags } from '../../../../../netlink/route/qdisc-kinds/etf.js';
import { bitsOf } from '../../number-names.js';
import type { Printout } from '../printout.js';
import { clockName } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

export function addCbs(out: Printout, { parms }: QdiscOptionsOf<'cbs'>): void {
  if (parms === undefined) return;
  out.number('hicredit', 'hicredit ', parms.hicredit, ' ');
  out.number('locredit', 'locredit ', parms.locredit, ' ');
  out.number('sendslope', 'sendslope ', parms.sendslope, ' ');
  out.number('idleslope', 'idleslope ', parms.idleslope, ' ');
  out.number('offload', 'offload ', parms.offload, ' ');
}

export function addEtf(out: Printout, { parms }: QdiscOptionsOf<'etf'>): void {
  if (parms === undefined) return;
  const bits = bitsOf(parms.flags, etfFlags);
  const onOff = (bit: number): string => ((bits & bit) === 0 ? 'off' : 'on');
  const clock = clockName(parms.clockid);
  out.add('clockid', `clockid ${clock} `, clock);
  out.number('delta', 'delta ', parms.delta, ' ');
  for (const [key, bit] of [
    ['offload', etfFlags.numbers.offloadOn],
    ['deadline_mode', etfFlags.numbers.deadlineModeOn],
    ['skip_sock_check', etfFlags.numbers.skipSockCheck],
  ] as const) {
    out.add(key, `${key === 'offload' ? '' : ' '}${key} ${onOff(bit)}`, onOff(bit));
  }
}
