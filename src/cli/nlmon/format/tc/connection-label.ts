import { toHex } from '../../../../wire/index.js';

/** The label of a connection, with its mask unless that has only ones. */
export function labelText(label: Uint8Array, mask: Uint8Array | undefined): string {
  const text = toHex(label);
  return mask === undefined || mask.every(byte => byte === 0xff) ? text : `${text}/${toHex(mask)}`;
}
