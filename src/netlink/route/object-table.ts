import type { WaitOptions } from '../../socket/index.js';
import { unknownField } from '../../wire/index.js';
import { type Connection, typeWith } from '../connection.js';
import type { Dump, DumpOptions } from '../dump.js';
import type { Outcome } from '../exchange.js';
import { messageFlags } from '../header.js';
import type { DecodedOf, FilterOf, Message, RequestOf } from '../message.js';
import type { Request } from '../request.js';
import type { IndexOf, ToValue, Verb } from './options/verb.js';

const { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_APPEND } = messageFlags;

/** nlmsg_flags by verb; where `set` changes what is there, a kind of object may need another flag for it. */
const verbFlags: Readonly<Record<Verb, number>> = {
  add: NLM_F_CREATE | NLM_F_EXCL,
  replace: NLM_F_CREATE | NLM_F_REPLACE,
  append: NLM_F_CREATE | NLM_F_APPEND,
  set: NLM_F_REPLACE,
  delete: 0,
  get: 0,
};

export interface TableOptions<M extends Message<any, any>, Filter = FilterOf<M>> {
  /** nlmsg_flags of verbs that need others. */
  readonly flags?: Partial<Record<Verb, number>>;
  /** The message that `set` is, for kinds that have one for it. */
  readonly set?: 'SET';
  /** What a dump's request has unless it is told otherwise: the family, where there is only one. */
  readonly filter?: FilterOf<M>;
  /** Makes the fields of a dump's request from what people write, where those differ. */
  readonly toFilter?: (filter: Filter) => FilterOf<M>;
}

export interface ListOptions extends DumpOptions {
  /**
   * Read only these attributes of each object: `ifname`, `afSpec.inet6.addrGenMode`. It takes a part of the time and memory
   * where objects have much that is not looked at, as links have; what is read so is not for writing back.
   */
  readonly only?: readonly string[] | undefined;
}

/**
 * One kind of the kernel's objects: reading the table, and the verbs of ip(8). A refusal is a NetlinkError with the
 * kernel's own words; options that cannot be written are a WireError. What a verb does is the kernel's to say, and not
 * every kind of object knows every verb: rules are only added and deleted (`replace` adds one more), `set` makes an
 * IPv4 address that is not there, and only links, routes, next hops, neighbours and IPv6 addresses are got singly.
 */
export class ObjectTable<M extends Message<any, any>, Options, Filter = FilterOf<M>> {
  readonly schema: M;
  readonly #connection: Connection;
  readonly #toValue: ToValue<Options, RequestOf<M>>;
  readonly #indexOf: IndexOf;
  readonly #flags: Readonly<Record<Verb, number>>;
  readonly #set: 'NEW' | 'SET';
  readonly #filter: FilterOf<M>;
  readonly #toFilter: (filter: Filter) => FilterOf<M>;
  /** The names that options may have, once they were asked for. */
  #optionNames: ReadonlySet<string> | undefined;

  constructor(
    connection: Connection,
    schema: M,
    toValue: ToValue<Options, RequestOf<M>>,
    indexOf: IndexOf,
    { flags, set, filter, toFilter }: TableOptions<M, Filter> = {},
  ) {
    this.schema = schema;
    this.#connection = connection;
    this.#toValue = toValue;
    this.#indexOf = indexOf;
    this.#flags = { ...verbFlags, ...flags };
    this.#set = set ?? 'NEW';
    this.#filter = filter ?? ({} as FilterOf<M>);
    this.#toFilter = toFilter ?? (given => given as unknown as FilterOf<M>);
  }

  get #names(): ReadonlySet<string> {
    const { schema } = this;
    this.#optionNames ??= new Set([
      ...((this.#toValue.own ?? []) as readonly string[]),
      ...Object.keys(schema.header.fields),
      ...Object.values(schema.types).flatMap(type =>
        Object.keys(schema.requestSchema(type).attributes.fields),
      ),
    ]);
    return this.#optionNames;
  }

  /** The table. `filter` are the schema's own fields, for the kernel to choose by where it can. */
  list(filter?: Filter, { only, ...options }: ListOptions = {}): Dump<M> {
    const chosen = filter === undefined ? {} : this.#toFilter(filter);
    const schema = only === undefined ? this.schema : (this.schema.only(only) as unknown as M);
    return this.#connection.dump(schema, { ...this.#filter, ...chosen } as FilterOf<M>, options);
  }

  /** One object, or the kernel's answer to a question: of routes, the one that a destination takes. */
  async get(options: Options, wait?: WaitOptions): Promise<DecodedOf<M>> {
    const [object] = await this.#connection.request(this.#request('get', options), wait);
    return object!;
  }

  /** Makes it; EEXIST when it is there. */
  async add(options: Options, wait?: WaitOptions): Promise<void> {
    await this.#connection.request(this.#request('add', options), wait);
  }

  /** Makes it, or changes the one that is there. */
  async replace(options: Options, wait?: WaitOptions): Promise<void> {
    await this.#connection.request(this.#request('replace', options), wait);
  }

  /** Makes it beside those that are there. */
  async append(options: Options, wait?: WaitOptions): Promise<void> {
    await this.#connection.request(this.#request('append', options), wait);
  }

  /** Changes the one that is there; an error when there is none. */
  async set(options: Options, wait?: WaitOptions): Promise<void> {
    await this.#connection.request(this.#request('set', options), wait);
  }

  async delete(options: Options, wait?: WaitOptions): Promise<void> {
    await this.#connection.request(this.#request('delete', options), wait);
  }

  /** Does the same to many, without waiting for each; an outcome for each, in order. */
  all(verb: Verb, list: Iterable<Options>, wait?: WaitOptions): Promise<Outcome<DecodedOf<M>>[]> {
    // One look-up serves all: nothing is sent before the last request is made.
    const known = new Map<string | number, number>();
    const indexOf: IndexOf = device => {
      const index = known.get(device) ?? this.#indexOf(device);
      known.set(device, index);
      return index;
    };
    return this.#connection.requestAll(
      Array.from(list, options => this.#request(verb, options, indexOf)),
      wait,
    );
  }

  #request(verb: Verb, options: Options, indexOf = this.#indexOf): Request<M> {
    const names = this.#names;
    for (const name in options)
      if (!names.has(name) && !name.startsWith('#')) throw unknownField(name, [...names]);
    const kind = {
      add: 'NEW',
      replace: 'NEW',
      append: 'NEW',
      set: this.#set,
      delete: 'DEL',
      get: 'GET',
    } as const;
    return {
      schema: this.schema,
      type: typeWith(this.schema, kind[verb]),
      value: this.#toValue(options, verb, indexOf),
      flags: this.#flags[verb],
    };
  }
}
