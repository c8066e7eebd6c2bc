import { type Window, WireError } from '../wire/index.js';
import { type MessageHeader, messageFlags } from './header.js';
import type { DecodedOf, Message } from './message.js';

/** Schemas by the name of what their messages are about. */
export type Messages = Readonly<Record<string, Message<any, any>>>;

/** What a message says of its object; `replace` and `append` are the ways of `new` that the message's flags tell. */
export type Action = 'new' | 'replace' | 'append' | 'del' | 'get' | 'set';

interface Received {
  /** When it was received: milliseconds since 1970, with fractions. */
  readonly time: number;
  /**
   * Under `allNamespaces`: the number by which our namespace knows the one that the event is from; absent when that is
   * our own.
   */
  readonly nsid?: number;
}

interface FromMessage extends Received {
  /** nlmsg_type */
  readonly type: number;
  /** nlmsg_flags: NLM_F_… */
  readonly flags: number;
  /** nlmsg_seq: that of the request behind the event, 0 without one. */
  readonly sequence: number;
  /** nlmsg_pid: the port of who made that request. */
  readonly port: number;
  /** With the option `raw`: the message as it came, struct nlmsghdr included, without padding. */
  readonly raw?: Uint8Array;
}

/** The kernel says that an object is there, was changed, or is gone. */
export type ObjectEvent<S extends Messages> = {
  [Name in keyof S & string]: FromMessage & {
    readonly event: Action;
    readonly object: Name;
    readonly value: DecodedOf<S[Name]>;
  };
}[keyof S & string];

/** A message that no schema is for, or whose fixed header is cut short. */
export interface UnknownEvent extends FromMessage {
  readonly event: 'unknown';
  /** What is behind nlmsghdr. */
  readonly bytes: Uint8Array;
  readonly error?: WireError;
}

/** Events were lost here: the receive buffer had no room, or a datagram was larger than any the kernel sends. */
export interface GapEvent extends Received {
  readonly event: 'gap';
  readonly reason: 'overrun' | 'truncated';
}

export type NetlinkEvent<S extends Messages> = ObjectEvent<S> | UnknownEvent | GapEvent;

/** What messages say of which objects, by message type. */
export type TypeTable = ReadonlyMap<
  number,
  { object: string; schema: Message<any, any>; action: 'new' | 'del' | 'get' | 'set' }
>;

/** The actions by message type, for every schema. */
export function typeTable(schemas: Messages): TypeTable {
  const table = new Map();
  for (const [object, schema] of Object.entries(schemas)) {
    for (const [constant, type] of Object.entries(schema.types)) {
      const verb = /_(NEW|DEL|GET|SET)/.exec(constant)?.[1];
      if (verb !== undefined) table.set(type, { object, schema, action: verb.toLowerCase() });
    }
  }
  return table;
}

/** Tells `replace` and `append` from `new`, by nlmsg_flags. */
export function actionOf(action: 'new' | 'del' | 'get' | 'set', flags: number): Action {
  if (action !== 'new') return action;
  if (flags & messageFlags.NLM_F_REPLACE) return 'replace';
  return flags & messageFlags.NLM_F_APPEND ? 'append' : 'new';
}

/** The event that a message is, whose payload stands from `start` to `stop`. */
export function readEvent<S extends Messages>(
  types: TypeTable,
  window: Window,
  { type, flags, sequence, port }: MessageHeader,
  start: number,
  stop: number,
  time: number,
): NetlinkEvent<S> {
  const known = types.get(type);
  let event: unknown;
  try {
    event =
      known === undefined
        ? { event: 'unknown', bytes: window.copy(start, stop), time, type, flags, sequence, port }
        : {
            event: actionOf(known.action, flags),
            object: known.object,
            value: known.schema.decode(window, start, stop),
            time,
            type,
            flags,
            sequence,
            port,
          };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    event = { event: 'unknown', bytes: window.copy(start, stop), error, time, type, flags, sequence, port };
  }
  return event as NetlinkEvent<S>;
}
