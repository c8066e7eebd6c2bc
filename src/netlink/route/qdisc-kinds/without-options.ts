import { attributes } from '../../attributes.js';

/** What clsact and ingress have: attributes, of which there are none. */
export const withoutOptions = attributes('TCA_OPTIONS', {});
