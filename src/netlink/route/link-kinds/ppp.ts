import { i32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** IFLA_PPP_… (linux/if_link.h): the descriptor of /dev/ppp. */
export const ppp = attributes('IFLA_PPP', { devFd: [1, i32] });
