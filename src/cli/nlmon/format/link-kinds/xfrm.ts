import type { xfrm } from '../../../../netlink/route/link-kinds/xfrm.js';
import type { Field } from '../fields.js';
import { hexText } from '../numbers.js';
import type { DataOf, KindFields } from './kind.js';

type Xfrm = DataOf<typeof xfrm>;

const policy: Field<Xfrm> = {
  text({ collectMetadata, ifId }) {
    if (collectMetadata) return 'external ';
    return ifId === undefined ? '' : `if_id ${hexText(ifId)} `;
  },
  addJson(json, { collectMetadata, ifId }) {
    if (collectMetadata) json.external = true;
    else if (ifId !== undefined) json.if_id = hexText(ifId);
  },
};

export const xfrmFields: KindFields<Xfrm> = [policy];
