import type { AttributeSet, DecodedAttributes } from '../../../../netlink/attributes.js';
import type { Field } from '../fields.js';

/** What a set of attributes is decoded to. */
export type DataOf<Set> = Set extends AttributeSet<infer F> ? DecodedAttributes<F> : never;

/** The fields of a kind's own attributes, as `ip -d link show` prints them. */
export type KindFields<D> = readonly Field<D>[];
