import { be16, enumOf, i32, littleEndian, padding, struct, u16, u32 } from '../../../wire/index.js';
import { family } from '../common.js';
import { etherTypes } from '../ether-types.js';
import { handle } from './handle.js';

const protocol = enumOf(be16, etherTypes);

/** tcm_info of filters: TC_H_MAKE(prio << 16, protocol), with the protocol in network byte order in the low half. */
const info = (littleEndian ? { protocol, prio: u16 } : { prio: u16, protocol }) as {
  protocol: typeof protocol;
  prio: typeof u16;
};

/** struct tcmsg (linux/rtnetlink.h), as filters and chains have it. */
export const filterHeader = struct({
  family,
  _: padding(3),
  /** The interface; -1 (TCM_IFINDEX_MAGIC_BLOCK) where `parent` is the number of a shared block. */
  ifindex: i32,
  /** The filter's number among those of its kind and priority. */
  handle: u32,
  /** The qdisc or class that it chooses for; `ffff:fff2` and `ffff:fff3` at the entrance and exit of clsact. */
  parent: handle,
  ...info,
});
