import type { Qdisc } from '../../../../netlink/route/index.js';
import type { Printout } from './printout.js';

const linkLayers: Readonly<Record<number, string>> = { 1: 'ethernet', 2: 'atm' };

/** With -d: what packets are taken to be as long as. */
export function addSizeTable(out: Printout, { base }: NonNullable<Qdisc['stab']>): void {
  if (base === undefined) return;
  out.say(' ');
  out.object('stab', () => {
    if (base.linklayer !== 0) {
      const name = linkLayers[base.linklayer] ?? 'unknown';
      out.add('linklayer', `linklayer ${name} `, name);
    }
    if (base.overhead !== 0) out.number('overhead', 'overhead ', base.overhead, ' ');
    if (base.mpu !== 0) out.number('mpu', 'mpu ', base.mpu, ' ');
    if (base.mtu !== 0) out.number('mtu', 'mtu ', base.mtu, ' ');
    if (base.tsize !== 0) out.number('tsize', 'tsize ', base.tsize, ' ');
  });
}
