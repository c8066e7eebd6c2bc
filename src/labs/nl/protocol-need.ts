import { constants as c } from '../../socket/index.js';
import { socketKind } from '../needs.js';

/** The need for a netlink protocol, which a kernel may be built without. */
export const protocolNeed = (name: string, protocol: number) =>
  socketKind(name, c.AF_NETLINK, c.SOCK_RAW, protocol);
