import { enumOf, names, u8 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

const modes = names('OVPN_MODE', { p2p: 0, mp: 1 });

/** The data channel of OpenVPN: IFLA_OVPN_… (linux/if_link.h). */
export const ovpn = attributes('IFLA_OVPN', { mode: [1, enumOf(u8, modes)] });
