/** What ip knows when it prints messages, and all that it prints of them, by our formats. */
import { addrFormat } from '../../src/cli/nlmon/format/addr.js';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import {
  type EventObject,
  type EventPrefixOptions,
  eventPrefix,
} from '../../src/cli/nlmon/format/event-prefix.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { linkFormat } from '../../src/cli/nlmon/format/link.js';
import { netconfFormat } from '../../src/cli/nlmon/format/netconf.js';
import { nsidFormat } from '../../src/cli/nlmon/format/nsid.js';
import type { Action } from '../../src/netlink/event.js';
import { messageHeaderSize, readHeader } from '../../src/netlink/header.js';
import type { Message } from '../../src/netlink/message.js';
import { addr, link, netconf, nsid } from '../../src/netlink/route/index.js';
import { Window } from '../../src/wire/index.js';

export interface Decoded {
  readonly object: EventObject;
  readonly event: Action;
  readonly value: any;
}

export const schemas = [link, addr, netconf, nsid] as unknown as readonly Message[];
const formats: Readonly<Record<string, Format<any>>> = {
  link: linkFormat,
  addr: addrFormat,
  netconf: netconfFormat,
  nsid: nsidFormat,
};

export function decodeAll(bytes: Uint8Array): Decoded[] {
  const window = new Window(new Uint8Array(bytes));
  const decoded: Decoded[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { length, type } = readHeader(window, at);
    for (const schema of schemas) {
      const name = Object.keys(schema.types).find(name => schema.types[name] === type);
      if (name === undefined) continue;
      decoded.push({
        object: schema.name as EventObject,
        event: name.slice('RTM_'.length, 'RTM_NEW'.length).toLowerCase() as Action,
        value: schema.decode(window, at + messageHeaderSize, at + length),
      });
    }
    at += (length + 3) & ~3;
  }
  return decoded;
}

const names = loadIprouteNames();

/** What ip knows of interfaces and namespaces, as ip learns it. */
export class Knowledge {
  readonly links = new Map<number, { name: string; up: boolean }>();
  readonly namespaces = new Map<number, string>();
  /** Names of interfaces that ip asks the kernel for when it does not know them yet. */
  readonly future = new Map<number, string>();

  /** Lets names be found that are told only later in these events. */
  foresee(events: readonly Decoded[]): void {
    for (const { object, event, value } of events) {
      if (object === 'link' && event === 'new' && !this.links.has(value.index))
        this.future.set(value.index, value.ifname);
    }
  }

  learn({ object, event, value }: Decoded): void {
    if (object !== 'link') return;
    if (event === 'del' && value.family !== 'bridge') this.links.delete(value.index);
    else if (event === 'new')
      this.links.set(value.index, { name: value.ifname, up: value.flags.includes('up') });
  }

  context(mode: 'show' | 'monitor', deleted = false): FormatContext {
    return {
      display: plainDisplay,
      mode,
      deleted,
      names,
      interfaceName: index => this.links.get(index)?.name ?? this.future.get(index) ?? `if${index}`,
      interfaceIsUp: index => this.links.get(index)?.up,
      namespaceName: nsid => this.namespaces.get(nsid),
    };
  }

  /** Everything that ip monitor prints for these events. */
  monitor(events: readonly Decoded[], options: EventPrefixOptions = {}): string {
    let text = '';
    for (const event of events) {
      this.learn(event);
      if (event.object === 'link') this.future.delete(event.value.index);
      text += eventPrefix({ ...event, time: 0 }, options);
      text += formats[event.object]!.text(event.value, this.context('monitor', event.event === 'del'));
    }
    return text;
  }
}
