import type { dsa } from '../../../../netlink/route/link-kinds/dsa.js';
import { deviceName } from '../address.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Dsa = DataOf<typeof dsa>;
const { shown } = fieldsOf<Dsa>();

export const dsaFields: KindFields<Dsa> = [shown('conduit', 'conduit', deviceName)];
