import type { gtp } from '../../../../netlink/route/link-kinds/gtp.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Gtp = DataOf<typeof gtp>;
const { named, number } = fieldsOf<Gtp>();

export const gtpFields: KindFields<Gtp> = [
  named('role', 'role', { ggsn: 'ggsn', sgsn: 'sgsn' }, 'unknown'),
  number('pdpHashsize', 'hsize'),
  number('restartCount', 'restart_count'),
];
