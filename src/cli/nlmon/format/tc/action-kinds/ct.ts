import type { actionKinds } from '../../../../../netlink/route/action-kinds/index.js';
import type { Decoded } from '../../../../../wire/index.js';
import { labelText } from '../connection-label.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

type Options = Decoded<(typeof actionKinds)['ct']>;

export const printCt: ActionPrinter<'ct'> = (out, options) => {
  out.add('kind', 'ct', 'ct');
  const { parms, tm, action = [], mark, markMask, zone, labels, labelsMask } = options ?? {};
  if (options === undefined || parms === undefined) return;
  if (action.includes('commit')) {
    const text = action.includes('force') ? 'commit force' : 'commit';
    out.add('action', ` ${text}`, text);
  } else if (action.includes('clear')) out.add('action', ' clear', 'clear');
  if (mark !== undefined) {
    out.number('mark', ' mark ', mark);
    if (markMask !== undefined && markMask !== 0xffff_ffff) {
      const mask = markMask.toString(16);
      out.add('mark_mask', `/0x${mask}`, mask);
    }
  }
  if (zone !== undefined) out.number('zone', ' zone ', zone);
  if (labels !== undefined) {
    const text = labelText(labels, labelsMask);
    out.add('label', ` label ${text}`, text);
  }
  if (action.includes('nat')) {
    const text = natText(options);
    out.add('nat', text === '' ? ' nat' : ` nat ${text}`, text);
  }
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};

/** What is translated, and into which addresses and ports. */
function natText(options: Options): string {
  const { action = [], natIpv4Min, natIpv4Max, natIpv6Min, natIpv6Max, natPortMin, natPortMax } = options;
  const side = action.includes('natSrc') ? 'src' : action.includes('natDst') ? 'dst' : undefined;
  if (side === undefined) return '';
  let text: string = side;
  if (natIpv4Min !== undefined) text += ` addr ${natIpv4Min}`;
  if (natIpv6Min !== undefined) text += ` addr ${natIpv6Min}`;
  if (natIpv4Max !== undefined && natIpv4Max !== natIpv4Min) text += `-${natIpv4Max}`;
  else if (natIpv6Max !== undefined && natIpv6Max !== natIpv6Min) text += `-${natIpv6Max}`;
  if (natPortMin !== undefined) text += ` port ${natPortMin}`;
  if (natPortMax !== undefined && natPortMax !== natPortMin) text += `-${natPortMax}`;
  return text;
}
