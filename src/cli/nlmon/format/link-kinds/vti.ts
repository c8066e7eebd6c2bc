import type { vti } from '../../../../netlink/route/link-kinds/vti.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';
import { dotted, endpoint, hexUnlessZero, lowerDevice } from './tunnel-parts.js';

type Vti = DataOf<typeof vti>;
const { shown } = fieldsOf<Vti>();

const keyText = (key: number): string | undefined => (key === 0 ? undefined : dotted(key));

/** Kinds vti and vti6. */
export const vtiFields: KindFields<Vti> = [
  endpoint('remote'),
  endpoint('local'),
  lowerDevice,
  shown('ikey', 'ikey', keyText),
  shown('okey', 'okey', keyText),
  hexUnlessZero('fwmark', 'fwmark'),
];
