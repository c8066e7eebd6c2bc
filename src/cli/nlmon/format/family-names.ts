import { addressFamilies } from '../../../netlink/route/index.js';

/** A family as decoding gives it: a name, or the number of one without a name. */
export type Family = keyof typeof addressFamilies.numbers | number;

/** What ip calls the families that it knows. */
const names = new Map<Family, string>([
  ['inet', 'inet'],
  ['inet6', 'inet6'],
  ['packet', 'link'],
  ['mpls', 'mpls'],
  ['bridge', 'bridge'],
]);

/** What ip calls a family; undefined for one that it has no name for. */
export function familyName(family: Family): string | undefined {
  return names.get(family);
}

export function familyNumber(family: Family): number {
  return typeof family === 'number' ? family : addressFamilies.numbers[family];
}
