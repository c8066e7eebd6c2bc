import type { bridgeId } from '../../../../netlink/route/link-kinds/bridge-id.js';
import type { Decoded, Wide } from '../../../../wire/index.js';
import type { Field } from '../fields.js';

/** A bridge as the spanning tree names it: its priority and its address, whose bytes have no leading zeros. */
export function bridgeIdText({ prio, addr }: Decoded<typeof bridgeId>): string {
  const bytes = addr.split(':').map(byte => byte.replace(/^0/, ''));
  return `${prio.toString(16).padStart(4, '0')}.${bytes.join(':')}`;
}

/** A timer in 1/100 s, printed in seconds. */
export function timer<K extends string>(name: K, word: string): Field<{ readonly [_ in K]?: Wide }> {
  const parts = (ticks: Wide): [seconds: string, hundredths: string] => [
    String(BigInt.asIntN(32, BigInt(ticks) / 100n)),
    String(BigInt(ticks) % 100n).padStart(2, '0'),
  ];
  return {
    text({ [name]: ticks }) {
      if (ticks === undefined) return '';
      const [seconds, hundredths] = parts(ticks);
      return `${word} ${seconds.padStart(4)}.${hundredths} `;
    },
    addJson(json, { [name]: ticks }) {
      if (ticks !== undefined) json[word] = Number(parts(ticks).join('.'));
    },
  };
}
