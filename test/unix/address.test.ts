import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnixAddress } from '../../src/unix/index.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const byte = (least: number) => fc.integer({ min: least, max: 255 });
const bytes = (least: number, min: number, max: number) =>
  fc.array(byte(least), { minLength: min, maxLength: max }).map(list => Uint8Array.from(list));

const addresses = fc.oneof(
  bytes(1, 1, 108).map(UnixAddress.path),
  bytes(0, 0, 107).map(name => UnixAddress.abstract(name)),
  fc.constant(UnixAddress.unnamed),
);

describe('sockaddr_un', () => {
  it.each([
    ['/run/x', '01002f72756e2f7800'],
    ['@name', '0100006e616d65'],
    ['\0name', '0100006e616d65'],
    ['@', '010000'],
    ['rel', '010072656c00'],
  ])('of %j is what the kernel has', (text, encoded) => {
    const address = UnixAddress.from(text);
    expect(hex(address.encode())).toBe(encoded);
    expect(UnixAddress.decode(address.encode()).equals(address)).toBe(true);
  });

  it('has 108 bytes of path without a NUL', () => {
    const address = UnixAddress.path('p'.repeat(108));
    expect(address.encode()).toHaveLength(110);
    expect(UnixAddress.decode(address.encode()).toString()).toBe('p'.repeat(108));
    // getsockname(2) counts a NUL behind it.
    expect(UnixAddress.decode(Buffer.concat([address.encode(), Buffer.alloc(1)])).equals(address)).toBe(true);
  });

  it('of a socket without an address is the family, or nothing', () => {
    expect(hex(UnixAddress.unnamed.encode())).toBe('0100');
    expect(UnixAddress.decode(new Uint8Array(0))).toBe(UnixAddress.unnamed);
    expect(UnixAddress.decode(Uint8Array.of(1, 0))).toBe(UnixAddress.unnamed);
  });

  it('keeps every byte', () => {
    fc.assert(
      fc.property(addresses, address => {
        expect(UnixAddress.decode(address.encode()).equals(address)).toBe(true);
      }),
    );
  });

  it('of another family is refused', () => {
    expect(() => UnixAddress.decode(Uint8Array.of(2, 0, 0, 80))).toThrow(/EINVAL.*family 2/);
    expect(() => UnixAddress.decode(Uint8Array.of(1))).toThrow(/EINVAL/);
  });

  it('pads names where it is asked to', () => {
    const padded = UnixAddress.abstract('name', { padded: true });
    expect(padded.encode()).toHaveLength(110);
    expect(padded.equals(UnixAddress.abstract('name'))).toBe(false);
  });
});

describe('text', () => {
  it.each([
    [UnixAddress.path('/run/x y'), '/run/x y'],
    [UnixAddress.path('/tmp/größe'), '/tmp/größe'],
    [UnixAddress.path('@odd'), './@odd'],
    [UnixAddress.path(Uint8Array.of(0x2f, 0xff, 0x0a)), '/\\xff\\x0a'],
    [UnixAddress.path('a\\b'), 'a\\\\b'],
    [UnixAddress.abstract('a\0b\0'), '@a\\x00b\\x00'],
    [UnixAddress.unnamed, ''],
  ])('is readable: %s', (address, text) => {
    expect(address.toString()).toBe(text);
    expect(JSON.stringify({ address })).toBe(JSON.stringify({ address: text }));
  });

  it('can be typed again', () => {
    fc.assert(
      fc.property(
        addresses.filter(({ kind, bytes }) => kind !== 'unnamed' && !(kind === 'path' && bytes[0] === 0x40)),
        address => {
          expect(UnixAddress.parse(address.toString()).equals(address)).toBe(true);
        },
      ),
    );
  });

  it('with an unknown escape is refused', () => {
    expect(() => UnixAddress.parse('@a\\n')).toThrow(/backslash must be written/);
    expect(() => UnixAddress.parse('@a\\x0')).toThrow(RangeError);
  });
});

describe('what cannot be', () => {
  it.each([
    [() => UnixAddress.path(''), /must not be empty/],
    [() => UnixAddress.path('a\0b'), /NUL/],
    [() => UnixAddress.abstract('n'.repeat(108)), /at most 107 bytes, not 108/],
    [() => UnixAddress.from(7 as never), /an address is/],
    [() => UnixAddress.path('p'.repeat(109)).encode(), /ENAMETOOLONG.*109 bytes/],
  ])('%s says why', (call, message) => {
    expect(call).toThrow(message);
  });

  it('is not changed by who made it', () => {
    const name = Uint8Array.of(97);
    const address = UnixAddress.abstract(name);
    name[0] = 98;
    expect(address.toString()).toBe('@a');
  });
});
