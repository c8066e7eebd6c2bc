import type { ClassOptionsOf } from './kind.js';

type Rate = NonNullable<ClassOptionsOf<'htb'>['parms']>['rate'];

/** tc's name of a link layer, of which the lower four bits count. */
export function linkLayerName(linklayer: Rate['linklayer']): string {
  const known = typeof linklayer === 'string' ? linklayer : linkLayers[linklayer & 0xf];
  return known === 'unaware' ? 'unspec' : (known ?? 'unknown');
}

const linkLayers = ['unaware', 'ethernet', 'atm'] as const;

/** Whether it is one that makes packets longer. */
export const isSpecialLinkLayer = (linklayer: Rate['linklayer']): boolean =>
  linkLayerName(linklayer) !== 'unspec' && linkLayerName(linklayer) !== 'ethernet';

/** Eight hexadecimal digits between brackets. */
export const rawText = (value: number): string => `[${(value >>> 0).toString(16).padStart(8, '0')}]`;
