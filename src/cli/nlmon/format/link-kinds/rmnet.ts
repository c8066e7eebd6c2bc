import type { rmnet } from '../../../../netlink/route/link-kinds/rmnet.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Rmnet = DataOf<typeof rmnet>;
const { number } = fieldsOf<Rmnet>();

export const rmnetFields: KindFields<Rmnet> = [number('muxId', 'mux_id')];
