import type { bareudp } from '../../../../netlink/route/link-kinds/bareudp.js';
import { fieldsOf } from '../fields.js';
import { protocolText } from '../link-protocols.js';
import type { DataOf, KindFields } from './kind.js';

type Bareudp = DataOf<typeof bareudp>;
const { number, shown } = fieldsOf<Bareudp>();

export const bareudpFields: KindFields<Bareudp> = [
  number('port', 'dstport'),
  shown('ethertype', 'ethertype', protocolText),
  number('srcportMin', 'srcportmin'),
  {
    text: ({ multiprotoMode }) => (multiprotoMode ? 'multiproto ' : 'nomultiproto '),
    addJson(json, { multiprotoMode }) {
      json.multiproto = multiprotoMode === true;
    },
  },
];
