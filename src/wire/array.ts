import { shown, WireError } from './error.js';
import { expectSize, type Part, type Type } from './type.js';

export interface ArrayOf<Out, In> extends Type<Out[], readonly In[]> {
  readonly item: Type<Out, In> & { readonly size: number };
}

/** Values of one fixed size, one behind the other, as many as there are. */
export function arrayOf<Out, In>(item: Type<Out, In> & { size: number }): ArrayOf<Out, In> {
  const { size } = item;
  return {
    kind: `${item.kind} array`,
    size: undefined,
    item,
    decode(window, start, end) {
      const whole = checkLength(start, end);
      const values: Out[] = [];
      try {
        for (let i = 0; i < whole; i++)
          values.push(item.decode(window, start + i * size, start + (i + 1) * size));
      } catch (error) {
        throw error instanceof WireError ? error.within(`[${values.length}]`) : error;
      }
      return values;
    },
    encode(values, sink) {
      if (!Array.isArray(values)) throw new WireError(`${shown(values)} given; takes an array`);
      for (const [i, value] of values.entries()) WireError.at(`[${i}]`, () => item.encode(value, sink));
    },
    *parts(_window, start, end): Generator<Part> {
      const whole = checkLength(start, end);
      for (let i = 0; i < whole; i++) {
        yield { name: `[${i}]`, start: start + i * size, end: start + (i + 1) * size, type: item };
      }
    },
  };

  function checkLength(start: number, end: number): number {
    if ((end - start) % size !== 0) {
      throw new WireError(`${end - start} bytes are no whole number of items of ${size}`, start);
    }
    return (end - start) / size;
  }
}

/** `count` values of one fixed size, one behind the other, as a C array has them: those not given are written as zeros. */
export function fixedArrayOf<Out, In>(
  item: Type<Out, In> & { size: number },
  count: number,
): ArrayOf<Out, In> & { readonly size: number } {
  const size = count * item.size;
  const values = arrayOf(item);
  return {
    ...values,
    size,
    decode(window, start, end) {
      expectSize(start, end, size, values.kind);
      return values.decode(window, start, end);
    },
    encode(given, sink) {
      if (Array.isArray(given) && given.length > count)
        throw new WireError(`${given.length} given; takes ${count}`);
      const start = sink.length;
      values.encode(given, sink);
      sink.reserve(start + size - sink.length);
    },
  };
}
