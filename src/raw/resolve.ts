/** Names of hosts and addresses, by the system's own rules (/etc/hosts, DNS). */
import { lookup, lookupService } from 'node:dns/promises';
import { parseIp } from '../wire/index.js';
import { familyOf, type IpFamily } from './ip-endpoint.js';

export interface ResolvedHost {
  /** As it was given. */
  readonly name: string;
  /** An address of it, with the zone that was given. */
  readonly address: string;
  readonly family: IpFamily;
}

/** A name that stands for no address. */
export class UnknownHostError extends Error {
  override readonly name = 'UnknownHostError';
  readonly host: string;

  constructor(host: string, reason: string, cause?: unknown) {
    super(`${host}: ${reason}`, { cause });
    this.host = host;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'name or service not known',
  EAI_AGAIN: 'temporary failure in name resolution',
};

/**
 * An address of a host: the first that the system's resolver gives, of one family if that is asked for.
 *
 * @throws UnknownHostError
 */
export async function resolveHost(name: string, family?: IpFamily): Promise<ResolvedHost> {
  const [address, zone] = name.split('%') as [string, string?];
  if (parseIp(address) !== undefined) {
    const own = familyOf(address);
    if (family === undefined || own === family) return { name, address: name, family: own };
    const other = family === 'inet' ? 'IPv4' : 'IPv6';
    throw new UnknownHostError(name, `this is not an ${other} address`);
  }
  if (address === '') throw new UnknownHostError(`'${name}'`, 'a host has a name or an address');
  try {
    const found = await lookup(address, {
      family: family === undefined ? 0 : family === 'inet' ? 4 : 6,
      order: 'verbatim',
    });
    const zoned = zone === undefined ? found.address : `${found.address}%${zone}`;
    return { name, address: zoned, family: found.family === 4 ? 'inet' : 'inet6' };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    throw new UnknownHostError(name, reasons[code] ?? String((cause as Error).message), cause);
  }
}

/** Names of addresses, each looked up once and all at the same time. */
export class ReverseNames {
  readonly #names = new Map<string, Promise<string | undefined>>();

  /** The name of an address; undefined when it has none. */
  of(address: string): Promise<string | undefined> {
    let name = this.#names.get(address);
    if (name === undefined) {
      name = lookupService(address.split('%')[0]!, 0).then(
        ({ hostname }) => (hostname === address ? undefined : hostname),
        () => undefined,
      );
      this.#names.set(address, name);
    }
    return name;
  }
}
