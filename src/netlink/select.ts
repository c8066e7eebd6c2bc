import { bytes, type Code, type Decoded, type Encodable, type Place } from '../wire/index.js';
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
    // Values that have a type of their own are read whole.
    only: paths => select(selector, cases, rest.only?.(paths) ?? rest) as never,
    source: (place, length, code) => selectSource(cases, rest, place, length, code),
    decode: (window, start, end, selected) => choose(selected).decode(window, start, end),
    encode: (value, sink, selected) =>
      (value instanceof Uint8Array ? bytes : choose(selected)).encode(value as never, sink),
  };
}

/** The name of the selecting value in what `source` generates. */
export const selectedValue = '$selected';

/** A choice between what each case generates; none where a case cannot, or has another length. */
function selectSource(
  cases: Readonly<Record<string, AttributeType>>,
  otherwise: AttributeType,
  place: Place,
  length: number,
  code: Code,
): string | undefined {
  let source = sourceOf(otherwise, place, length, code);
  for (const [name, type] of Object.entries(cases)) {
    const chosen = sourceOf(type, place, length, code);
    if (chosen === undefined || source === undefined) return undefined;
    source = `${selectedValue} === ${JSON.stringify(name)} ? ${chosen} : ${source}`;
  }
  return source === undefined ? undefined : `(${source})`;
}

function sourceOf(type: AttributeType, place: Place, length: number, code: Code): string | undefined {
  return type.size === undefined || type.size === length ? type.source?.(place, length, code) : undefined;
}
