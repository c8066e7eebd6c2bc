import type { amt } from '../../../../netlink/route/link-kinds/amt.js';
import { deviceName } from '../address.js';
import { fieldsOf } from '../fields.js';
import { hostText } from '../host-text.js';
import type { DataOf, KindFields } from './kind.js';

type Amt = DataOf<typeof amt>;
const { named, number, shown } = fieldsOf<Amt>();

export const amtFields: KindFields<Amt> = [
  named('mode', '', { gateway: 'gateway', relay: 'relay' }, 'unknown', 'mode'),
  number('gatewayPort', 'gateway_port'),
  number('relayPort', 'relay_port'),
  shown('localIp', 'local', hostText),
  shown('remoteIp', 'remote', hostText),
  shown('discoveryIp', 'discovery', hostText),
  shown('link', 'dev', deviceName, 'link'),
  number('maxTunnels', 'max_tunnels'),
];
