import {
  be16,
  bytes,
  type DecodedStruct,
  type EncodableStruct,
  expectObject,
  flags,
  ipv6,
  names,
  type Part,
  type Struct,
  type StructFields,
  shown,
  struct,
  type Type,
  u8,
  WireError,
} from '../../../wire/index.js';

/** SR6_FLAG1_… (linux/seg6.h). */
const segmentFlags = names('SR6_FLAG1', { hmac: 8, alert: 16, oam: 32, protected: 64 });

/** The fields of struct ipv6_sr_hdr (linux/seg6.h; RFC 8754). */
const segmentHeader = {
  nexthdr: u8,
  /** Eight bytes each, without the first eight. Counted when it is not given. */
  hdrlen: u8,
  /** The type of routing header: 4, unless given. */
  type: u8,
  segmentsLeft: u8,
  /** The number of the last segment in the list, which is the first to be visited. */
  firstSegment: u8,
  flags: flags(u8, segmentFlags),
  tag: be16,
};

export interface SegmentList {
  /** Addresses in the order of the bytes: the one that is visited last comes first. */
  readonly segments: string[];
  /** What follows the list: type, length and value, one behind the other. */
  readonly tlvs?: Uint8Array;
}

export interface SegmentListInput {
  readonly segments?: readonly string[];
  readonly tlvs?: Uint8Array | string;
}

const addressSize = 16;
/** What stands in front of the segments. */
const fixedSize = 8;
const lengthUnit = 8;
const routingType = 4;

/**
 * A segment routing header with the fields `lead` in front: its list of segments is as long as `firstSegment` says.
 * Lengths and counts that are not given are made from the list.
 */
export function segmentRoutingHeader<const H extends StructFields>(
  lead: H,
): Type<
  DecodedStruct<H & typeof segmentHeader> & SegmentList,
  EncodableStruct<H & typeof segmentHeader> & SegmentListInput
> {
  const header = struct({ ...lead, ...segmentHeader }) as unknown as Struct<any>;
  const bounds = (count: number, start: number, end: number): number => {
    const stop = start + header.size + count * addressSize;
    if (stop > end) throw new WireError(`has no room for ${count} segments`, start).within('segments');
    return stop;
  };
  return {
    kind: 'binary',
    size: undefined,
    decode(window, start, end) {
      const value: any = header.decode(window, start, Math.min(end, start + header.size));
      const stop = bounds(value.firstSegment + 1, start, end);
      value.segments = [];
      for (let at = start + header.size; at < stop; at += addressSize)
        value.segments.push(ipv6.decode(window, at, at + addressSize));
      if (stop < end) value.tlvs = window.copy(stop, end);
      return value;
    },
    encode(value: any, sink) {
      expectObject(value);
      const { segments, tlvs, ...given } = value;
      if (!Array.isArray(segments) || segments.length === 0)
        throw new WireError(`${shown(segments)} given; takes an array of IPv6 addresses`).within('segments');
      const start = sink.length + header.size - fixedSize;
      const last = segments.length - 1;
      header.encode({ type: routingType, segmentsLeft: last, firstSegment: last, ...given }, sink);
      for (const [i, segment] of segments.entries())
        WireError.at(`segments[${i}]`, () => ipv6.encode(segment, sink));
      if (tlvs !== undefined) WireError.at('tlvs', () => bytes.encode(tlvs, sink));
      const size = sink.length - start;
      if (size % lengthUnit !== 0)
        throw new WireError(`the header is a multiple of ${lengthUnit} bytes, not ${size}`).within('tlvs');
      if (given.hdrlen === undefined) sink.u8[start + 1] = size / lengthUnit - 1;
    },
    *parts(window, start, end): Generator<Part> {
      const headerEnd = Math.min(end, start + header.size);
      yield* header.parts!(window, start, headerEnd);
      const stop = bounds((header.decode(window, start, headerEnd) as any).firstSegment + 1, start, end);
      for (let at = start + header.size, i = 0; at < stop; at += addressSize, i++)
        yield { name: `segments[${i}]`, start: at, end: at + addressSize, type: ipv6 };
      if (stop < end) yield { name: 'tlvs', start: stop, end, type: bytes };
    },
  };
}
