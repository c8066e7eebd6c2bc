import type { Maddr } from '../../../netlink/route/index.js';
import { paintAddress } from './colors.js';
import { familyName } from './family-names.js';
import type { Format } from './format.js';
import { scopeName } from './number-names.js';

/** That an interface listens to a multicast address, or no longer. The kernel tells since Linux 6.14, ip(8) later. */
export const maddrFormat: Format<Maddr> = {
  text(maddr, context) {
    const { index, family, multicast, scope } = maddr;
    const address = paintAddress(context.display.paint, family, String(multicast ?? '???'));
    const name = familyName(family) ?? '???';
    return `${index}: ${context.interfaceName(index)}    ${name} mcast ${address} scope ${scopeName(scope, context.names)} \n`;
  },
  json({ index, family, multicast, scope }, context) {
    return {
      index,
      dev: context.interfaceName(index),
      family: familyName(family) ?? family,
      multicast: multicast ?? null,
      scope: scopeName(scope, context.names),
    };
  },
};
