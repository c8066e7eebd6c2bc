import type { Link } from '../../../netlink/route/index.js';
import type { Format } from './format.js';
import { linkJson } from './link-json.js';
import { linkText } from './link-text.js';

/** Interfaces as `ip link show` and `ip monitor link` print them. */
export const linkFormat: Format<Link> = {
  text: (link, context) => linkText(link, context, context.mode === 'show' ? 'link' : 'monitor'),
  json: (link, context) => linkJson(link, context, 'link'),
};
