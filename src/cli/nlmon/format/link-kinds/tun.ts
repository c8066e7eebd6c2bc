import type { tun } from '../../../../netlink/route/link-kinds/tun.js';
import { groupName, userName } from '../account-names.js';
import { type Field, fieldsOf } from '../fields.js';
import type { DataOf, KindFields } from './kind.js';

type Tun = DataOf<typeof tun>;
const { onOff, shown } = fieldsOf<Tun>();

const queues: Field<Tun> = {
  text({ multiQueue, numQueues, numDisabledQueues }) {
    if (!multiQueue) return '';
    let text = 'multi_queue ';
    if (numQueues !== undefined) text += `numqueues ${numQueues} `;
    if (numDisabledQueues !== undefined) text += `numdisabled ${numDisabledQueues} `;
    return text;
  },
  addJson(json, { multiQueue, numQueues, numDisabledQueues }) {
    json.multi_queue = Boolean(multiQueue);
    if (!multiQueue) return;
    if (numQueues !== undefined) json.numqueues = numQueues;
    if (numDisabledQueues !== undefined) json.numdisabled = numDisabledQueues;
  },
};

export const tunFields: KindFields<Tun> = [
  shown('type', 'type', type => (typeof type === 'number' ? `UNKNOWN:${type}` : type)),
  onOff('pi', 'pi'),
  onOff('vnetHdr', 'vnet_hdr'),
  queues,
  onOff('persist', 'persist'),
  shown('owner', 'user', userName),
  shown('group', 'group', groupName),
];
