import type { Link } from '../../../netlink/route/index.js';
import type { FormatContext } from './format.js';

/** Who holds the protocol down, by the names that /etc/iproute2 gives to bits of the reason. */
function reasons(link: Link, context: FormatContext): string[] {
  const names: string[] = [];
  let mask = link.protoDownReason?.value ?? 0;
  for (let bit = 0; mask !== 0; bit++, mask >>>= 1) {
    if (mask & 1) names.push(context.protodownReasons?.get(bit) ?? String(bit));
  }
  return names;
}

export function protodownText(link: Link, context: FormatContext): string {
  const text = link.protoDown ? ' protodown on ' : '';
  const names = reasons(link, context);
  return names.length === 0 ? text : `${text}protodown_reason <${names.join(',')}>`;
}

export function protodownJson(link: Link, context: FormatContext): Record<string, unknown> {
  const names = reasons(link, context);
  return {
    ...(link.protoDown ? { proto_down: true } : {}),
    ...(names.length === 0 ? {} : { proto_down_reason: names }),
  };
}
