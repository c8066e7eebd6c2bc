import type { Printout } from '../printout.js';
import type { ClassOptionsOf } from './kind.js';

const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;

/** Of qdiscs and of classes. Linux has no such kind since 6.3, and tc no JSON for it. */
export function addDsmark(out: Printout, options: ClassOptionsOf<'dsmark'>): void {
  const { mask, value, indices, defaultIndex, setTcIndex } = options;
  if (mask !== undefined) out.add('mask', `mask ${hex(mask, 2)} `, mask);
  if (value !== undefined) out.add('value', `value ${hex(value, 2)} `, value);
  if (indices !== undefined) out.add('indices', `indices ${hex(indices, 4)} `, indices);
  if (defaultIndex !== undefined)
    out.add('default_index', `default_index ${hex(defaultIndex, 4)} `, defaultIndex);
  if (setTcIndex) out.add('set_tc_index', 'set_tc_index ', true);
}
