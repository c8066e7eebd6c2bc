import type { Nexthop } from '../../../netlink/route/index.js';
import type { Display } from './display.js';
import type { IprouteNames, NameTable } from './iproute-names.js';

/** An address family that alone is shown. */
export type Family = 'inet' | 'inet6' | 'mpls';

/** What printing a message needs to know besides the message. */
export interface FormatContext {
  /** How much is printed, and in which form. */
  readonly display: Display;
  /** An interface's name in the namespace that the message is about; `if7` for one that is not known. */
  readonly interfaceName: (index: number) => string;
  /** The numbers that /etc/iproute2 gives names to. */
  readonly names: IprouteNames;
  /** `show` for what `ip OBJECT show` prints, `monitor` for what `ip monitor` prints. */
  readonly mode: 'show' | 'monitor';
  /** Whether the message says that the object is gone. */
  readonly deleted: boolean;
  /** With -r, the name of the host that has an address; the address when it has none. */
  readonly hostName?: (address: string) => string;
  /** With -d, the next hop object with this number; undefined for one that is not known. */
  readonly nexthop?: (id: number) => Nexthop | undefined;
  /** nlmsg_flags of the event, for actions of tc, which tell what was done in the middle of their text. */
  readonly messageFlags?: number;
  /** What a filter of tc chooses for, which was given on the command line: tc leaves it out of its lines. */
  readonly parent?: string;
  /** Whether an interface is up; undefined for one that is not known. Without it, ip's M-DOWN is left out. */
  readonly interfaceIsUp?: (index: number) => boolean | undefined;
  /** The name under /run/netns of the namespace with this nsid; undefined for one that has none. */
  readonly namespaceName?: (nsid: number) => string | undefined;
  /** Names of the reasons to hold a protocol down, by bit: /etc/iproute2/protodown_reasons.d. */
  readonly protodownReasons?: NameTable;
  /** The selectors given on the command line, which ip leaves out of its lines. */
  readonly family?: Family;
  readonly table?: number;
  /** One interface was asked for: routes and neighbours go without its name. */
  readonly device?: boolean;
  /** Parts of routes that were asked for, which ip leaves out of its lines. */
  readonly omit?: ReadonlySet<string>;
  /** The states of neighbours that were asked for, as bits; 0x100 for none. */
  readonly states?: number;
  /** One VLAN was asked for: bridges' others are left out. */
  readonly vlan?: number;
  /** The part of `ip stats` that was asked for. */
  readonly leaf?: { readonly group?: string; readonly subgroup?: string; readonly suite?: string };
}

/** How an object is printed. Neither has the event's prefix (`Deleted `, label, time). */
export interface Format<T> {
  /**
   * The lines that ip prints, each with its line end, in colours where the context has them; empty when ip prints
   * nothing.
   */
  text(value: T, context: FormatContext): string;
  /** The fields that `ip -j` gives the object; undefined when it gives none. */
  json(value: T, context: FormatContext): Record<string, unknown> | undefined;
  /** The same of messages that are about several objects. */
  jsonList?(value: T, context: FormatContext): readonly Record<string, unknown>[];
  /** The JSON of those fields, for objects of which there are millions; empty when there are none. */
  jsonText?(value: T, context: FormatContext): string;
}
