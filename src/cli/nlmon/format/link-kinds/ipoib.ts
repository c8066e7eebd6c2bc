import type { ipoib } from '../../../../netlink/route/link-kinds/ipoib.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Ipoib = DataOf<typeof ipoib>;
const { named, shown } = fieldsOf<Ipoib>();

const fourDigits = (value: number): string => value.toString(16).padStart(4, '0');
/** C's %#.4x has no 0x for zero. */
const prefixed = (value: number): string => (value === 0 ? '0000' : `0x${fourDigits(value)}`);

export const ipoibFields: KindFields<Ipoib> = [
  shown('pkey', 'pkey', prefixed, 'key'),
  named('mode', 'mode', { datagram: 'datagram', connected: 'connected' }, 'unknown'),
  shown('umcast', 'umcast', fourDigits),
];
