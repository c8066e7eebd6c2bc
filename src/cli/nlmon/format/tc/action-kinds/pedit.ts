import { littleEndian } from '../../../../../wire/index.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

const headers: Readonly<Record<string, string>> = {
  eth: 'eth',
  ip4: 'ipv4',
  ip6: 'ipv6',
  tcp: 'tcp',
  udp: 'udp',
};

/** A word of a packet as it is written down: its bytes in order. */
const packetWord = (word: number): number => (littleEndian ? swapped(word) : word);

export const printPedit: ActionPrinter<'pedit'> = (out, options) => {
  out.add('kind', ' pedit ', 'pedit');
  const { parms, parmsEx, keysEx, tm } = options ?? {};
  const selection = parms ?? parmsEx;
  if (selection === undefined) return;
  const extended = parms === undefined ? keysEx?.keyEx : undefined;
  addControlAction(out, selection.action, 'action ', ' ');
  out.number('nkeys', 'keys ', selection.nkeys, '\n');
  addReferences(out, selection, tm, ' \t ');
  let i = 0;
  out.objects('keys', selection.keys.slice(0, selection.nkeys), key => {
    const { htype = 'network', cmd = 'set' } = extended?.[i] ?? {};
    const offset = key.off | 0;
    out.say(`\n\t key #${i++}  at `);
    if (htype === 'network') {
      out.put('htype', 'network');
      out.number('offset', '', offset);
    } else {
      const header = headers[htype] ?? `unknown(${htype})`;
      out.add('htype', header, header);
      out.number('offset', offset < 0 ? '' : '+', offset);
    }
    const adds = cmd !== 'set';
    out.add('cmd', `: ${adds ? 'add' : 'val'}`, adds ? 'add' : 'set');
    const value = packetWord(key.val).toString(16);
    const mask = packetWord(key.mask).toString(16);
    out.add('val', ` ${value.padStart(8, '0')}`, value);
    out.add('mask', ` mask ${mask.padStart(8, '0')}`, mask);
  });
  if (selection.nkeys === 0) out.say(`\npedit ${selection.index.toString(16)} keys 0 is not LEGIT`);
  out.say('\n');
};

function swapped(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
}
