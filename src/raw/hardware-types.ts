import { names } from '../wire/index.js';

/** Kinds of hardware (linux/if_arp.h). */
export const hardwareTypes = names('ARPHRD', {
  ether: 1,
  ieee802: 6,
  infiniband: 32,
  ppp: 512,
  tunnel: 768,
  tunnel6: 769,
  loopback: 772,
  sit: 776,
  ipgre: 778,
  ieee80211: 801,
  netlink: 824,
  none: 0xfffe,
});
