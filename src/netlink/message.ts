import {
  bytes,
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  type Part,
  type Sink,
  type Struct,
  type StructFields,
  type Window,
  WireError,
} from '../wire/index.js';
import type { AttributeFields, AttributeSet, DecodedAttributes, EncodableAttributes } from './attributes.js';
import { align4 } from './header.js';
import { Layouts } from './layouts.js';

export type DecodedMessage<H extends StructFields, F extends AttributeFields> = DecodedStruct<H> &
  DecodedAttributes<F> & {
    /** What could not be read; the bytes are kept under `#number` or `#rest`. Absent when all could. */
    readonly '#errors'?: readonly WireError[];
  };

export type EncodableMessage<H extends StructFields, F extends AttributeFields> = EncodableStruct<H> &
  EncodableAttributes<F> & { readonly '#errors'?: unknown; readonly '#rest'?: Uint8Array | string };

/** Attribute sets by message type. */
export type RequestSets = Readonly<Record<string, AttributeSet<any>>>;

export interface MessageDeclaration<
  H extends StructFields,
  F extends AttributeFields,
  R extends RequestSets = RequestSets,
> {
  /** What the messages are about: `route`. */
  readonly name: string;
  /** The message types by the kernel's constants: `{ RTM_NEWROUTE: 24, … }`. */
  readonly types: Readonly<Record<string, number>>;
  /** The fixed header behind struct nlmsghdr. */
  readonly header: Struct<H>;
  readonly attributes: AttributeSet<F>;
  /** Bytes between the fixed header and the attributes: the name that they get, and the header's field that counts them. */
  readonly body?: { readonly name: string; readonly length: string } | undefined;
  /** By message type, the attributes of requests whose numbers mean something else there than in what the kernel says. */
  readonly requests?: R | undefined;
}

/**
 * The schema of a kind of netlink message: a fixed header, then attributes. Decoded, both are fields of one
 * object, the attributes in the order of the bytes, so that encoding it gives those bytes again.
 */
export class Message<
  H extends StructFields = StructFields,
  F extends AttributeFields = AttributeFields,
  R extends RequestSets = RequestSets,
> {
  readonly name: string;
  readonly types: Readonly<Record<string, number>>;
  readonly header: Struct<H>;
  readonly attributes: AttributeSet<F>;
  readonly requests: R | undefined;
  readonly body: MessageDeclaration<H, F>['body'];
  /** Where the attributes begin, from the fixed header's start. */
  readonly attributesOffset: number;
  readonly #layouts: Layouts;
  /** The schema that this one reads a part of. */
  #whole: Message<any, any> | undefined;
  readonly #requests = new Map<number, Message<any, any>>();

  constructor(declaration: MessageDeclaration<H, F, R>) {
    this.name = declaration.name;
    this.types = declaration.types;
    this.header = declaration.header;
    this.attributes = declaration.attributes;
    this.attributesOffset = align4(declaration.header.size);
    for (const name in declaration.attributes.fields) {
      if (Object.hasOwn(declaration.header.fields, name)) {
        throw new TypeError(`${this.name}: '${name}' is both a header field and an attribute`);
      }
    }
    this.#layouts = new Layouts(declaration.header, declaration.attributes as unknown as AttributeSet);
    this.body = declaration.body;
    this.requests = declaration.requests;
    for (const [constant, attributes] of Object.entries(declaration.requests ?? {})) {
      const type = this.types[constant];
      if (type === undefined) throw new TypeError(`${this.name} has no message type ${constant}`);
      const { name, types, header } = declaration;
      this.#requests.set(type, new Message({ name, types, header, attributes }));
    }
  }

  /** The schema of requests of a type: this one, unless they have attributes of their own. */
  requestSchema(type: number): Message<any, any> {
    return this.#requests.get(type) ?? this.#whole ?? this;
  }

  /**
   * This schema, reading only some of the attributes: `mtu`, `afSpec.inet6.addrGenMode`. Requests are those of the whole.
   * Of large tables it takes a part of the time and memory.
   */
  only(paths: readonly string[]): Message<H, F, R> {
    const { name, types, header, attributes, requests } = this;
    const part = new Message<H, F, R>({
      name,
      types,
      header,
      attributes: attributes.only(paths),
      ...(requests === undefined ? {} : { requests }),
    } as MessageDeclaration<H, F, R>);
    part.#whole = this;
    return part;
  }

  /**
   * Reads a message's bytes behind its nlmsghdr, from `start` to `end`. Throws WireError when not even the fixed
   * header is there; attributes that cannot be read are kept as bytes and noted in `#errors`.
   */
  decode(window: Window, start: number, end: number): DecodedMessage<H, F> {
    return (this.#layouts.decode(window, start, end) ?? this.#walk(window, start, end)) as DecodedMessage<
      H,
      F
    >;
  }

  #walk(window: Window, start: number, end: number): Record<string, unknown> {
    const { header, body } = this;
    if (end - start < header.size) header.decode(window, start, end);
    const value = header.decode(window, start, start + header.size) as Record<string, unknown>;
    const errors: WireError[] = [];
    const { bodyEnd, attributesStart } = this.#bounds(value, start);
    if (body !== undefined) {
      value[body.name] = window.copy(start + header.size, Math.min(bodyEnd, end));
      if (bodyEnd > end) errors.push(new WireError(`ends after ${end - start} bytes`, end).within(body.name));
    }
    if (attributesStart < end) this.attributes.decodeInto(value, window, attributesStart, end, errors);
    if (errors.length > 0) value['#errors'] = errors;
    // Layouts have their attributes at one distance from the header.
    else if (body === undefined) this.#layouts.learn(window, start, end);
    return value;
  }

  /** Where the body of a message ends whose header is `value`, and where its attributes begin. */
  #bounds(value: Record<string, unknown>, start: number): { bodyEnd: number; attributesStart: number } {
    const { header, body, attributesOffset } = this;
    if (body === undefined)
      return { bodyEnd: start + header.size, attributesStart: start + attributesOffset };
    const size = header.size + (value[body.length] as number);
    return { bodyEnd: start + size, attributesStart: start + align4(size) };
  }

  /** Appends the bytes of a value, without nlmsghdr. Throws WireError. */
  encode(value: EncodableMessage<H, F>, sink: Sink): void {
    expectObject(value);
    const start = sink.length;
    this.header.write(value, sink);
    const { body, header } = this;
    if (body === undefined) {
      sink.reserve(start + this.attributesOffset - sink.length);
      this.attributes.encode(value, sink, header.fields);
      return;
    }
    const given = (value as Record<string, unknown>)[body.name] as Uint8Array | string | undefined;
    if (given !== undefined) WireError.at(body.name, () => bytes.encode(given, sink));
    // What was cut short stays so: only attributes need an aligned place.
    const others = { ...header.fields, [body.name]: bytes };
    if (Object.keys(value).some(name => name !== '#errors' && !Object.hasOwn(others, name)))
      sink.reserve(align4(sink.length - start) - (sink.length - start));
    this.attributes.encode(value, sink, others);
  }

  *parts(window: Window, start: number, end: number): Generator<Part> {
    const { header, body } = this;
    const headerEnd = Math.min(start + header.size, end);
    yield* header.parts!(window, start, headerEnd);
    if (headerEnd < start + header.size) return;
    const value = header.decode(window, start, headerEnd) as Record<string, unknown>;
    const { bodyEnd, attributesStart } = this.#bounds(value, start);
    if (body !== undefined && headerEnd < end && bodyEnd > headerEnd)
      yield { name: body.name, start: headerEnd, end: Math.min(bodyEnd, end), type: bytes };
    if (attributesStart < end) yield* this.attributes.parts(window, attributesStart, end, value);
  }
}

export function message<
  const H extends StructFields,
  const F extends AttributeFields,
  const R extends RequestSets = Readonly<Record<never, never>>,
>(declaration: MessageDeclaration<H, F, R>): Message<H, F, R> {
  return new Message(declaration);
}

/** A message whose attributes stand behind a body: its bytes are one more field of the object. */
export function messageWithBody<
  const H extends StructFields,
  const F extends AttributeFields,
  const B extends string,
>(
  declaration: MessageDeclaration<H, F> & {
    readonly body: { readonly name: B; readonly length: keyof H & string };
  },
): Message<H & Readonly<Record<B, typeof bytes>>, F, Readonly<Record<never, never>>> {
  return new Message(declaration) as never;
}

export type DecodedOf<M> = M extends Message<infer H, infer F> ? DecodedMessage<H, F> : never;
export type EncodableOf<M> = M extends Message<infer H, infer F> ? EncodableMessage<H, F> : never;

/** What requests may have: of schemas whose requests have attributes of their own, those of any of them. */
export type RequestOf<M> =
  M extends Message<infer H, infer F, infer R>
    ? EncodableMessage<H, F> | { [T in keyof R]: EncodableMessage<H, FieldsOf<R[T]>> }[keyof R]
    : never;

/** What the request for a dump may have, for the kernel to choose by. */
export type FilterOf<M> =
  M extends Message<infer H, infer F, infer R>
    ? EncodableMessage<H, [GetKey<R>] extends [never] ? F : FieldsOf<R[GetKey<R>]>>
    : never;

type GetKey<R> = Extract<keyof R, `RTM_GET${string}`>;
type FieldsOf<S> = S extends AttributeSet<infer F> ? F : never;
