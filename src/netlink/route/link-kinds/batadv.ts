import { text } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** A mesh: IFLA_BATADV_… (linux/batman_adv.h). */
export const batadv = attributes('IFLA_BATADV', { algoName: [1, text] });
