import { plainDisplay } from '../../../src/cli/nlmon/format/display.js';
import { objectNames } from '../../../src/cli/nlmon/object-names.js';
import type { Settings } from '../../../src/cli/nlmon/settings.js';
import type { ObjectEvent } from '../../../src/netlink/event.js';
import type { RouteMessages } from '../../../src/netlink/route/index.js';
import type { InterfaceNames } from '../../../src/netlink/route/interface-names.js';

export type Event = ObjectEvent<RouteMessages>;

/** What a command line without options asks for. */
export const plainSettings: Settings = {
  objects: objectNames,
  json: false,
  display: plainDisplay,
  timestamp: undefined,
  label: false,
  family: undefined,
  device: undefined,
  table: undefined,
  namespace: undefined,
  allNamespaces: false,
  receiveBuffer: undefined,
  count: undefined,
  timeout: undefined,
  snapshot: false,
};

/** An event with as much of a message as a test needs. */
export function event(object: string, value: object, rest: object = {}): Event {
  const from = { type: 0, flags: 0, sequence: 0, port: 0 };
  return {
    event: 'new',
    object,
    value: { flags: [], ...value },
    time: 1_000,
    ...from,
    ...rest,
  } as object as Event;
}

/** Names by index; in the namespace 7, 2 is something else. */
export const interfaces = {
  name: (index: number, nsid?: number) =>
    ({ 2: nsid === 7 ? 'other' : 'eth0', 3: 'eth1' })[index] ?? `if${index}`,
  isUp: (index: number) => (index === 2 ? true : undefined),
} as unknown as InterfaceNames;
