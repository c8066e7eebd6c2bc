import {
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  type Part,
  type Sink,
  type Struct,
  type StructFields,
  type Window,
  type WireError,
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

export interface MessageDeclaration<H extends StructFields, F extends AttributeFields> {
  /** What the messages are about: `route`. */
  readonly name: string;
  /** The message types by the kernel's constants: `{ RTM_NEWROUTE: 24, … }`. */
  readonly types: Readonly<Record<string, number>>;
  /** The fixed header behind struct nlmsghdr. */
  readonly header: Struct<H>;
  readonly attributes: AttributeSet<F>;
}

/**
 * The schema of a kind of netlink message: a fixed header, then attributes. Decoded, both are fields of one
 * object, the attributes in the order of the bytes, so that encoding it gives those bytes again.
 */
export class Message<H extends StructFields = StructFields, F extends AttributeFields = AttributeFields> {
  readonly name: string;
  readonly types: Readonly<Record<string, number>>;
  readonly header: Struct<H>;
  readonly attributes: AttributeSet<F>;
  /** Where the attributes begin, from the fixed header's start. */
  readonly attributesOffset: number;
  readonly #layouts: Layouts;

  constructor(declaration: MessageDeclaration<H, F>) {
    this.name = declaration.name;
    this.types = declaration.types;
    this.header = declaration.header;
    this.attributes = declaration.attributes;
    this.attributesOffset = align4(declaration.header.size);
    for (const name of declaration.attributes.byName.keys()) {
      if (Object.hasOwn(declaration.header.fields, name)) {
        throw new TypeError(`${this.name}: '${name}' is both a header field and an attribute`);
      }
    }
    this.#layouts = new Layouts(declaration.header, declaration.attributes as unknown as AttributeSet);
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
    const { header, attributesOffset } = this;
    if (end - start < header.size) header.decode(window, start, end);
    const value = header.decode(window, start, start + header.size) as Record<string, unknown>;
    const errors: WireError[] = [];
    if (start + attributesOffset < end) {
      this.attributes.decodeInto(value, window, start + attributesOffset, end, errors);
    }
    if (errors.length > 0) value['#errors'] = errors;
    else this.#layouts.learn(window, start, end);
    return value;
  }

  /** Appends the bytes of a value, without nlmsghdr. Throws WireError. */
  encode(value: EncodableMessage<H, F>, sink: Sink): void {
    expectObject(value);
    const start = sink.length;
    this.header.write(value, sink);
    sink.reserve(start + this.attributesOffset - sink.length);
    this.attributes.encode(value, sink, this.header.fields);
  }

  *parts(window: Window, start: number, end: number): Generator<Part> {
    const { header, attributesOffset } = this;
    const headerEnd = Math.min(start + header.size, end);
    yield* header.parts!(window, start, headerEnd);
    if (headerEnd < start + header.size) return;
    const value = header.decode(window, start, headerEnd) as Record<string, unknown>;
    if (start + attributesOffset < end) {
      yield* this.attributes.parts(window, start + attributesOffset, end, value);
    }
  }
}

export function message<const H extends StructFields, const F extends AttributeFields>(
  declaration: MessageDeclaration<H, F>,
): Message<H, F> {
  return new Message(declaration);
}

export type DecodedOf<M> = M extends Message<infer H, infer F> ? DecodedMessage<H, F> : never;
export type EncodableOf<M> = M extends Message<infer H, infer F> ? EncodableMessage<H, F> : never;
