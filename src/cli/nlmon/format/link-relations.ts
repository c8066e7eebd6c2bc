import type { Link } from '../../../netlink/route/index.js';
import type { FormatContext } from './format.js';

/** Whether the interface that this one stands on is known, in the same namespace, and not up: ip's M-DOWN. */
export function lowerInterfaceDown(link: Link, context: FormatContext): boolean {
  return (
    link.link !== undefined &&
    link.link !== 0 &&
    link.linkNetnsid === undefined &&
    context.interfaceIsUp?.(link.link) === false
  );
}
