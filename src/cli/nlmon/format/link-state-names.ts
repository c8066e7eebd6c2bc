import type { Link } from '../../../netlink/route/index.js';

/** The names of an enumeration's values; its unknown values are numbers. */
type NameOf<Value> = Extract<Value, string>;

/** What ip calls the operational states. */
export const operstateNames: Readonly<Record<NameOf<Link['operstate']>, string>> = {
  unknown: 'UNKNOWN',
  notpresent: 'NOTPRESENT',
  down: 'DOWN',
  lowerlayerdown: 'LOWERLAYERDOWN',
  testing: 'TESTING',
  dormant: 'DORMANT',
  up: 'UP',
};

/** What ip calls the link modes, and the numbers of those that it has no name for. */
export const linkModeNames: Readonly<Record<NameOf<Link['linkmode']>, string | number>> = {
  default: 'DEFAULT',
  dormant: 'DORMANT',
  testing: 2,
};

/** What ip calls the events; it prints nothing for none. */
export const linkEventNames: Readonly<Record<NameOf<Link['event']>, string>> = {
  none: '',
  reboot: 'REBOOT',
  features: 'FEATURE CHANGE',
  bondingFailover: 'BONDING FAILOVER',
  notifyPeers: 'NOTIFY PEERS',
  igmpResend: 'RESEND IGMP',
  bondingOptions: 'BONDING OPTION',
};
