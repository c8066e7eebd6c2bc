import { enumOf, flags, names, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const modes = names('IPVLAN_MODE', { l2: 0, l3: 1, l3s: 2 });
const flagNames = names('IPVLAN_F', { private: 1, vepa: 2 });

/** Kinds `ipvlan` and `ipvtap`: IFLA_IPVLAN_… (linux/if_link.h). */
export const ipvlan = attributes('IFLA_IPVLAN', {
  mode: [1, enumOf(u16, modes)],
  flags: [2, flags(u16, flagNames)],
});
