import { enumOf, names, u16 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const modes = names('IPOIB_MODE', { datagram: 0, connected: 1 });

/** IP over InfiniBand: IFLA_IPOIB_… (linux/if_link.h). */
export const ipoib = attributes('IFLA_IPOIB', {
  pkey: [1, u16],
  mode: [2, enumOf(u16, modes)],
  umcast: [3, u16],
});
