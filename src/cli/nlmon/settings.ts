import type { Display } from './format/display.js';
import type { Family } from './format/format.js';
import type { ObjectName } from './object-names.js';
import type { Selections } from './selectors/selector.js';

/** What the command line asks for, understood. */
export interface Settings {
  readonly objects: readonly ObjectName[];
  /** What of an object is wanted: the words behind it. */
  readonly selections?: Selections;
  readonly json: boolean;
  readonly display: Display;
  /** Lines of their own (`ip -t`) or prefixes (`ip -ts`). */
  readonly timestamp: 'long' | 'short' | undefined;
  readonly label: boolean;
  readonly family: Family | undefined;
  /** An interface's name. */
  readonly device: string | undefined;
  /** A routing table's number; `all` where that differs from saying nothing. */
  readonly table: number | 'all' | undefined;
  /** What filters choose for, as the kernel's handles. */
  readonly parent?: string | undefined;
  readonly namespace: string | number | undefined;
  readonly allNamespaces: boolean;
  readonly receiveBuffer: number | undefined;
  /** Events after which to stop. */
  readonly count: number | undefined;
  /** Seconds after which to stop. */
  readonly timeout: number | undefined;
  /** Print what is there before what happens. */
  readonly snapshot: boolean;
  /** A file to record what is printed to. */
  readonly record?: string | undefined;
  /** A recording to print in place of what the kernel says. */
  readonly replay?: string | undefined;
  /** How many times as fast as it was recorded; at once unless given. */
  readonly speed?: number | undefined;
}
