import { etherTypes } from '../../../../netlink/route/index.js';
import { protocolText } from '../link-protocols.js';
import type { Printout } from './printout.js';

/** A handle as tc prints it, in which 0 is none. */
export function classText(handle: string): string {
  return handle === '0:' ? 'none' : handle;
}

/** A protocol of Ethernet frames. */
export function etherTypeText(type: keyof typeof etherTypes.numbers | number, { context }: Printout): string {
  return protocolText(typeof type === 'number' ? type : etherTypes.numbers[type], context);
}
