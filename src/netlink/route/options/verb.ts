/** What is done to an object, in ip(8)'s words. `set` changes what is there and makes nothing. */
export type Verb = 'add' | 'replace' | 'append' | 'set' | 'delete' | 'get';

/** Turns an interface's name (or number) into its number. */
export type IndexOf = (device: string | number) => number;

/** Makes the fields of a message from options that people write. */
export interface ToValue<Options, Value> {
  (options: Options, verb: Verb, indexOf: IndexOf): Value;
  /** The options that the schema has no field for. */
  own?: readonly (keyof Options)[];
}
