import { type Prefix, prefixFlags } from '../../../netlink/route/index.js';
import { addressText, deviceName } from './address.js';
import type { Format } from './format.js';
import { bitsOf } from './number-names.js';

const { onlink, autoconf } = prefixFlags.numbers;

/** A prefix that a router advertised, as `ip monitor prefix` prints it. ip has no JSON for it. */
export const prefixFormat: Format<Prefix> = {
  text(prefix, context) {
    const { address, len, flags, cacheinfo } = prefix;
    const bits = bitsOf(flags, prefixFlags);
    // That no blank follows the length is ip's.
    let text = address === undefined ? '' : `prefix ${addressText(address, 'inet6')}/${len}`;
    text += `dev ${deviceName(prefix.ifindex, context)} `;
    if ((bits & onlink) !== 0) text += 'onlink ';
    if ((bits & autoconf) !== 0) text += 'autoconf ';
    if (cacheinfo !== undefined) text += `valid ${cacheinfo.validTime} preferred ${cacheinfo.preferredTime} `;
    return `${text}\n`;
  },
  json(prefix, context) {
    const { address, len, flags, cacheinfo } = prefix;
    const bits = bitsOf(flags, prefixFlags);
    const fields: Record<string, unknown> = {};
    if (address !== undefined) fields.prefix = addressText(address, 'inet6');
    fields.prefixlen = len;
    fields.dev = deviceName(prefix.ifindex, context);
    if ((bits & onlink) !== 0) fields.onlink = true;
    if ((bits & autoconf) !== 0) fields.autoconf = true;
    if (cacheinfo !== undefined) {
      fields.valid_life_time = cacheinfo.validTime;
      fields.preferred_life_time = cacheinfo.preferredTime;
    }
    return fields;
  },
};
