import type { netkit } from '../../../../netlink/route/link-kinds/netkit.js';
import { fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Netkit = DataOf<ReturnType<typeof netkit>>;
const { named, shown } = fieldsOf<Netkit>();

const policies = { pass: 'forward', drop: 'blackhole' } as const;

/** As iproute2 has it since it knows the kind; 6.1 does not. */
export const netkitFields: KindFields<Netkit> = [
  named('mode', 'mode', { l2: 'l2', l3: 'l3' }, 'UNKNOWN'),
  shown('primary', 'type', primary => (primary ? 'primary' : 'peer')),
  named('policy', 'policy', policies, 'UNKNOWN'),
  named('peerPolicy', 'peer policy', policies, 'UNKNOWN', 'peer_policy'),
  named('scrub', 'scrub', { none: 'none', default: 'default' }, 'UNKNOWN'),
  named('peerScrub', 'peer scrub', { none: 'none', default: 'default' }, 'UNKNOWN', 'peer_scrub'),
];
