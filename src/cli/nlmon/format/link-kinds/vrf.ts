import type { vrf } from '../../../../netlink/route/link-kinds/vrf.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Vrf = DataOf<typeof vrf>;

/** The table of a VRF, and of a port of one. */
export const vrfFields: KindFields<Vrf> = [fieldsOf<Vrf>().number('table', 'table')];
