import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { socketState, socketStates, socketTypes } from '../../../src/netlink/diag/common.js';
import {
  diagFamilies,
  shutdownFlags,
  unixDiag,
  unixDiagRequest,
  unixShowFlags,
} from '../../../src/netlink/diag/index.js';
import { toJson, WireError } from '../../../src/wire/index.js';
import { arbitraryOf, type Instead } from '../../support/schema-arbitrary.js';
import { type AnyMessage, captured, comparable, decode, encode } from '../fixtures.js';

interface Named {
  readonly numbers: Readonly<Record<string, number>>;
}

const one = ({ numbers }: Named) => fc.constantFrom(...Object.keys(numbers));
/** Flags are told in the order of their bits. */
const several = ({ numbers }: Named) => fc.subarray(Object.keys(numbers));

const schemas: readonly (readonly [string, AnyMessage, fc.Arbitrary<Record<string, unknown>>])[] = [
  [
    'unixDiag',
    unixDiag,
    valuesOf(unixDiag, {
      family: one(diagFamilies),
      type: one(socketTypes),
      state: one(socketState.names),
      shutdown: several(shutdownFlags),
    }),
  ],
  [
    'unixDiagRequest',
    unixDiagRequest,
    valuesOf(unixDiagRequest, {
      family: one(diagFamilies),
      states: several(socketStates.names),
      show: several(unixShowFlags),
    }),
  ],
];

function valuesOf(schema: AnyMessage, instead: Instead): fc.Arbitrary<Record<string, unknown>> {
  const { header, attributes } = schema;
  return arbitraryOf({ kind: 'message', header, set: attributes } as never, instead) as fc.Arbitrary<
    Record<string, unknown>
  >;
}

describe.each(schemas)('%s', (_, schema, values) => {
  test('any value comes back from its bytes, and from its JSON', () => {
    fc.assert(
      fc.property(values, value => {
        const bytes = encode(schema, value);
        expect(decode(schema, bytes)).toEqual(value);
        expect(encode(schema, JSON.parse(JSON.stringify(toJson(value))))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test('changed bytes are a value that comes back, or a WireError and nothing else', () => {
    const messages = captured.filter(message => message.schema === schema).map(({ payload }) => payload);
    expect(messages.length).toBeGreaterThan(0);
    const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), byte: fc.nat({ max: 255 }) });
    const mutated = fc
      .tuple(
        fc.constantFrom(...messages),
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat({ max: 200 })),
      )
      .map(([message, changes, length]) => {
        const bytes = message.slice(0, length ?? message.length);
        for (const { at, byte } of changes) bytes[Math.floor(at * bytes.length)] = byte;
        return bytes.slice(0, length ?? message.length);
      });
    fc.assert(
      fc.property(mutated, bytes => {
        let value: Record<string, unknown>;
        try {
          value = decode(schema, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
          return;
        }
        const again = decode(schema, encode(schema, value));
        expect(comparable(again)).toEqual(comparable(value));
      }),
      { numRuns: 2000 },
    );
  });

  test('cut short inside its header is a WireError', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, cut) => {
        const bytes = encode(schema, value);
        const length = cut % schema.attributesOffset;
        expect(() => decode(schema, bytes.slice(0, length))).toThrow(WireError);
      }),
    );
  });
});
