import type { InterfaceNames } from '../../netlink/route/interface-names.js';
import type { FormatContext } from './format/format.js';
import { loadIprouteNames, noNames } from './format/iproute-names.js';
import type { Settings } from './settings.js';

/** The contexts to print in: one for each namespace, for objects that are there and for those that are gone. */
export class Contexts {
  readonly #interfaces: InterfaceNames;
  readonly #namespaceName: (nsid: number) => string | undefined;
  readonly #shared: Omit<FormatContext, 'deleted' | 'interfaceName' | 'interfaceIsUp' | 'namespaceName'>;
  readonly #made = new Map<number | undefined, readonly [there: FormatContext, gone: FormatContext]>();

  constructor(
    mode: FormatContext['mode'],
    {
      display,
      family,
      device,
      parent,
      table,
    }: Pick<Settings, 'display' | 'family' | 'device' | 'parent'> & { table?: number | undefined },
    interfaces: InterfaceNames,
    namespaceName: (nsid: number) => string | undefined,
    known: Pick<FormatContext, 'hostName' | 'nexthop'> = {},
  ) {
    this.#interfaces = interfaces;
    this.#namespaceName = namespaceName;
    this.#shared = {
      display,
      names: display.numeric ? noNames : loadIprouteNames(),
      mode,
      ...known,
      ...(family === undefined ? {} : { family }),
      ...(table === undefined ? {} : { table }),
      ...(device === undefined ? {} : { device: true }),
      ...(parent === undefined ? {} : { parent }),
    };
  }

  for(nsid: number | undefined, deleted: boolean): FormatContext {
    let pair = this.#made.get(nsid);
    if (pair === undefined) {
      const there: FormatContext = {
        ...this.#shared,
        deleted: false,
        interfaceName: index => this.#interfaces.name(index, nsid),
        interfaceIsUp: index => this.#interfaces.isUp(index, nsid),
        namespaceName: this.#namespaceName,
      };
      pair = [there, { ...there, deleted: true }];
      this.#made.set(nsid, pair);
    }
    return pair[deleted ? 1 : 0];
  }
}
