import { enumOf, struct, u8, u16, u32 } from '../../wire/index.js';
import { attributes, multi } from '../attributes.js';
import { headed } from '../headed.js';
import { multicastRouterTypes } from './link-kinds/bridge.js';

/** Times in clock ticks (1/100 s). */
const routerPort = attributes('MDBA_ROUTER_PATTR', {
  timer: [1, u32],
  type: [2, enumOf(u8, multicastRouterTypes)],
  inetTimer: [3, u32],
  inet6Timer: [4, u32],
  vid: [5, u16],
});

/** Ports of a bridge behind which there are multicast routers. */
export const routerPorts = attributes('MDBA_ROUTER', {
  port: [1, multi(headed(struct({ ifindex: u32 }), routerPort))],
});
