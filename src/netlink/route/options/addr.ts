import { WireError } from '../../../wire/index.js';
import type { AddrInput } from '../addr.js';
import { parsePrefix } from './prefix.js';
import type { ToValue } from './verb.js';

/** An address of an interface: the schema's own fields, with the length of the prefix behind the address. */
export interface AddrOptions extends Omit<AddrInput, 'address' | 'local' | 'index' | 'prefixlen'> {
  /** `10.0.0.1/24` */
  readonly address?: string;
  /** The other end of a point-to-point link; the prefix is then the peer's: `10.0.0.2/32`. */
  readonly peer?: string;
  /** The interface, by name or number. */
  readonly dev: string | number;
  /** Seconds until the address goes away, and until it is no longer preferred; for ever unless given. */
  readonly validLifetime?: number;
  readonly preferredLifetime?: number;
}

const forever = 0xffff_ffff;

/** As ip-address(8): scope host for 127/8 and ::1, universe for the others, unless given. */
export const addrValue: ToValue<AddrOptions, AddrInput> = (options, verb, indexOf) => {
  const { address, peer, dev, validLifetime, preferredLifetime, ...fields } = options;
  if (address === undefined)
    throw new WireError("'address' is missing: an address with its prefix, 10.0.0.1/24");
  if (dev === undefined) throw new WireError("'dev' is missing: the interface, by name or number");
  const local = parsePrefix(address);
  const remote = peer === undefined ? undefined : parsePrefix(peer);
  const loopback = local.family === 'inet' ? local.address.startsWith('127.') : local.address === '::1';
  const limited = validLifetime !== undefined || preferredLifetime !== undefined;
  return {
    family: local.family,
    // Asked for one address, the kernel wants nothing but that.
    ...(verb === 'get' ? {} : { prefixlen: (remote ?? local).length }),
    ...(loopback && verb !== 'delete' && verb !== 'get' ? { scope: 'host' } : {}),
    index: indexOf(dev),
    local: local.address,
    address: (remote ?? local).address,
    ...(limited
      ? {
          cacheinfo: {
            valid: validLifetime ?? forever,
            prefered: preferredLifetime ?? validLifetime ?? forever,
          },
        }
      : {}),
    ...fields,
  };
};
addrValue.own = ['peer', 'dev', 'validLifetime', 'preferredLifetime'];
