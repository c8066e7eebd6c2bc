import {
  bytes,
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  ipv6,
  type Part,
  padding,
  shown,
  struct,
  type Type,
  u8,
  WireError,
} from '../../../wire/index.js';

/** struct ipv6_rpl_sr_hdr (linux/rpl.h; RFC 6554). */
const header = struct({
  nexthdr: u8,
  /** Eight bytes each, without the first eight. Counted when it is not given. */
  hdrlen: u8,
  /** The type of routing header: 3, unless given. */
  type: u8,
  segmentsLeft: u8,
  /** Bytes left out of the addresses: of all but the last in the upper four bits, of the last in the lower. */
  cmpr: u8,
  /** Bytes of padding behind the addresses, in the upper four bits. */
  pad: u8,
  _: padding(2),
});

export interface RplAddresses {
  /** Whole addresses in the order of the bytes; those of which something is left out are in `data`. */
  readonly segments?: string[];
  readonly data?: Uint8Array;
}

export interface RplAddressesInput {
  readonly segments?: readonly string[] | undefined;
  readonly data?: Uint8Array | string | undefined;
}

const addressSize = 16;
const lengthUnit = 8;
const routingType = 3;

export const rplHeader: Type<
  DecodedStruct<typeof header.fields> & RplAddresses,
  EncodableStruct<typeof header.fields> & RplAddressesInput
> = {
  kind: 'binary',
  size: undefined,
  decode(window, start, end) {
    const fields = header.decode(window, start, Math.min(end, start + header.size));
    const at = start + header.size;
    if (!isWhole(fields, end - at)) return { ...fields, data: window.copy(at, end) };
    const segments: string[] = [];
    for (let next = at; next < end; next += addressSize)
      segments.push(ipv6.decode(window, next, next + addressSize));
    return { ...fields, segments };
  },
  encode(value, sink) {
    expectObject(value);
    const { segments, data, ...given } = value;
    if ((segments === undefined) === (data === undefined) || !(data !== undefined || Array.isArray(segments)))
      throw new WireError(`${shown(segments)} given; takes an array of IPv6 addresses, or data`).within(
        'segments',
      );
    const start = sink.length;
    header.encode({ type: routingType, segmentsLeft: segments?.length ?? 0, ...given }, sink);
    for (const [i, segment] of (segments ?? []).entries())
      WireError.at(`segments[${i}]`, () => ipv6.encode(segment, sink));
    if (data !== undefined) WireError.at('data', () => bytes.encode(data, sink));
    if (given.hdrlen === undefined) sink.u8[start + 1] = Math.ceil((sink.length - start) / lengthUnit) - 1;
  },
  *parts(window, start, end): Generator<Part> {
    const headerEnd = Math.min(end, start + header.size);
    yield* header.parts!(window, start, headerEnd);
    const fields = header.decode(window, start, headerEnd);
    if (!isWhole(fields, end - headerEnd)) {
      yield { name: 'data', start: headerEnd, end, type: bytes };
      return;
    }
    for (let at = headerEnd, i = 0; at < end; at += addressSize, i++)
      yield { name: `segments[${i}]`, start: at, end: at + addressSize, type: ipv6 };
  },
};

function isWhole({ cmpr, pad }: DecodedStruct<typeof header.fields>, size: number): boolean {
  return cmpr === 0 && pad === 0 && size % addressSize === 0;
}
