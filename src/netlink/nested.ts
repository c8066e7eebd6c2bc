import type { Part, Sink, Window } from '../wire/index.js';
import {
  type AttributeFields,
  type AttributeSet,
  type AttributeType,
  type DecodedAttributes,
  type EncodableAttributes,
  NLA_F_NESTED,
} from './attributes.js';

export interface Nested<F extends AttributeFields>
  extends AttributeType<DecodedAttributes<F>, EncodableAttributes<F>> {
  readonly kind: 'nest';
  readonly set: AttributeSet<F>;
}

export interface NestedOptions {
  /**
   * Whether the kernel marks the nest with NLA_F_NESTED, as it does in its newer interfaces; `in requests` where it does
   * not, and yet may refuse requests without the mark. Reading accepts both.
   */
  readonly flag?: boolean | 'in requests';
  /** The field beside it that types inside hang on too: the kind of TCA_KIND decides about TCA_STATS_APP in TCA_STATS2. */
  readonly inherit?: string;
}

/** Attributes inside an attribute. */
export function nested<F extends AttributeFields>(
  set: AttributeSet<F>,
  { flag = false, inherit }: NestedOptions = {},
): Nested<F> {
  const within = (outer?: Readonly<Record<string, unknown>>): Nested<F> => ({
    kind: 'nest',
    size: undefined,
    set,
    only: paths => nested(set.only(paths), { flag, ...(inherit === undefined ? {} : { inherit }) }),
    ...nestFlags(flag),
    decode(window: Window, start: number, end: number): DecodedAttributes<F> {
      const value = {};
      set.decodeInto(value, window, start, end, undefined, outer);
      return value as DecodedAttributes<F>;
    },
    encode(value: EncodableAttributes<F>, sink: Sink): void {
      set.encode(value, sink, undefined, outer);
    },
    parts(window: Window, start: number, end: number): Iterable<Part> {
      return set.parts(window, start, end, {}, outer);
    },
  });
  if (inherit === undefined) return within();
  const choose = (selected: unknown) => within({ [inherit]: selected });
  return {
    ...within(),
    selector: inherit,
    choose,
    decode: (window, start, end, selected) => choose(selected).decode(window, start, end),
    encode: (value, sink, selected) => choose(selected).encode(value, sink),
  };
}

/** The bits of nla_type that say so. */
export function nestFlags(
  flag: NestedOptions['flag'],
): Required<Pick<AttributeType, 'attributeFlags' | 'requestFlags'>> {
  return { attributeFlags: flag === true ? NLA_F_NESTED : 0, requestFlags: flag ? NLA_F_NESTED : 0 };
}
