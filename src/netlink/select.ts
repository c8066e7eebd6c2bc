import { bytes, type Decoded, type Encodable } from '../wire/index.js';
import type { AttributeType } from './attributes.js';

export interface Select<Out, In> extends AttributeType<Out, In> {
  readonly selector: string;
  readonly cases: Readonly<Record<string, AttributeType>>;
  readonly otherwise: AttributeType;
  choose(selected: unknown): AttributeType;
}

/**
 * A value whose type hangs on a field beside it: IFLA_INFO_DATA on IFLA_INFO_KIND, IFLA_AF_SPEC on the header's
 * family. `otherwise` serves the values that have no case of their own; bytes unless given. Bytes are written as they
 * are, whatever the case.
 */
export function select<
  const Cases extends Readonly<Record<string, AttributeType>>,
  Otherwise extends AttributeType = typeof bytes,
>(
  selector: string,
  cases: Cases,
  otherwise?: Otherwise,
): Select<Decoded<Cases[keyof Cases] | Otherwise>, Encodable<Cases[keyof Cases] | Otherwise> | Uint8Array> {
  const rest: AttributeType = otherwise ?? bytes;
  const choose = (selected: unknown): AttributeType =>
    typeof selected === 'string' && Object.hasOwn(cases, selected) ? cases[selected]! : rest;
  return {
    kind: 'sub-message',
    size: undefined,
    selector,
    cases,
    otherwise: rest,
    choose,
    decode: (window, start, end, selected) => choose(selected).decode(window, start, end),
    encode: (value, sink, selected) =>
      (value instanceof Uint8Array ? bytes : choose(selected)).encode(value as never, sink),
  };
}
