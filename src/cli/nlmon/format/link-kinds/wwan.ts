import type { wwan } from '../../../../netlink/route/link-kinds/wwan.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Wwan = DataOf<typeof wwan>;

export const wwanFields: KindFields<Wwan> = [fieldsOf<Wwan>().number('linkId', 'linkid')];
