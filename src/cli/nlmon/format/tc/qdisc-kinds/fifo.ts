import type { Printout } from '../printout.js';
import { sizeText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

export function addByteFifo(out: Printout, { limit }: QdiscOptionsOf<'bfifo'>): void {
  out.add('limit', `limit ${sizeText(limit)}`, limit);
}

export function addPacketFifo(out: Printout, { limit }: QdiscOptionsOf<'pfifo'>): void {
  out.number('limit', 'limit ', limit, 'p');
}

export function addSkbprio(out: Printout, { limit }: QdiscOptionsOf<'skbprio'>): void {
  out.number('limit', 'limit ', limit, ' ');
}

/** tc draws a line for ingress, for want of anything to tell. */
export function addIngress(out: Printout): void {
  out.say('---------------- ');
}
