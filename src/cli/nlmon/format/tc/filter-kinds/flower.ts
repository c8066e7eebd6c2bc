import { parseHandle } from '../../../../../netlink/route/tc/handle.js';
import { addActions } from '../actions.js';
import { addFlowerFields } from '../flower-fields.js';
import { addHardwareFlags } from '../hardware-flags.js';
import { classText } from '../names.js';
import type { FilterPrinter } from './printer.js';

/** Classes from TC_H_MIN_PRIORITY on are the traffic classes of a device. */
const firstPriority = 0xffe0;
const priorities = 16;

export const printFlower: FilterPrinter<'flower'> = (out, options, { handle }) => {
  const { classid, indev, flags, inHwCount, act } = options;
  if (handle !== 0) out.add('handle', `handle 0x${handle.toString(16)} `, handle);
  if (classid !== undefined) {
    const priority = (parseHandle(classid) & 0xffff) - firstPriority;
    if (priority >= 0 && priority < priorities) out.number('hw_tc', 'hw_tc ', priority, ' ');
    else out.add('classid', `classid ${classText(classid)} `, classText(classid));
  }
  if (indev !== undefined) out.add('indev', `\n  indev ${indev}`, indev);
  out.object('keys', () => addFlowerFields(out, options));
  addHardwareFlags(out, flags, '\n  ', '');
  if (flags?.includes('inHw') && inHwCount !== undefined)
    out.number('in_hw_count', ' in_hw_count ', inHwCount);
  if (act !== undefined) addActions(out, act);
};
