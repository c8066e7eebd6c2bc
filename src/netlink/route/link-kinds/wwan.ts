import { u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A data channel of a modem: IFLA_WWAN_… (linux/wwan.h). */
export const wwan = attributes('IFLA_WWAN', { linkId: [1, u32] });
