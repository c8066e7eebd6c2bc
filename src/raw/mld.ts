import {
  arrayOf,
  be16,
  bits,
  bytes,
  enumOf,
  ipv4,
  ipv6,
  names,
  type Struct,
  struct,
  type Type,
  u8,
  WireError,
} from '../wire/index.js';
import { type Body, optional, type Seen } from './protocol-fields.js';

/** What a record of a membership report says (RFC 3376 4.2.12, RFC 3810 5.2.12). */
const recordTypes = names('MODE', {
  isInclude: 1,
  isExclude: 2,
  changeToInclude: 3,
  changeToExclude: 4,
  allowNewSources: 5,
  blockOldSources: 6,
});

export interface GroupRecord {
  type: keyof (typeof recordTypes)['numbers'] | number;
  /** Words of four bytes of `auxiliary`. */
  auxiliaryLength: number;
  sourceCount: number;
  group: string;
  sources: string[];
  auxiliary?: Uint8Array;
}

export interface GroupRecordInput {
  readonly type?: GroupRecord['type'];
  readonly auxiliaryLength?: number;
  readonly sourceCount?: number;
  readonly group: string;
  readonly sources?: readonly string[];
  readonly auxiliary?: Uint8Array | string;
}

/** The records of a report, of addresses of either family: as many as there are bytes for. */
function groupRecords(
  address: Type<string> & { size: number },
): Type<GroupRecord[], readonly GroupRecordInput[]> {
  const head = struct({
    type: enumOf(u8, recordTypes),
    auxiliaryLength: u8,
    sourceCount: be16,
    group: address,
  });
  const { size } = head as Struct<any>;
  return {
    kind: 'struct array',
    size: undefined,
    decode(window, start, end) {
      const records: GroupRecord[] = [];
      for (let at = start; at < end; ) {
        if (at + size > end) throw new WireError(`a record of ${size} bytes where ${end - at} are left`, at);
        const record = head.decode(window, at, at + size) as GroupRecord;
        const sourcesEnd = at + size + record.sourceCount * address.size;
        const next = sourcesEnd + 4 * record.auxiliaryLength;
        if (next > end) throw new WireError(`a record of ${next - at} bytes where ${end - at} are left`, at);
        record.sources = arrayOf(address).decode(window, at + size, sourcesEnd);
        if (next > sourcesEnd) record.auxiliary = window.copy(sourcesEnd, next);
        records.push(record);
        at = next;
      }
      return records;
    },
    encode(records, sink) {
      for (const { sources = [], auxiliary, ...record } of records) {
        const start = sink.length;
        head.encode({ type: 'isExclude', sourceCount: sources.length, ...record }, sink);
        arrayOf(address).encode(sources, sink);
        const before = sink.length;
        if (auxiliary !== undefined) bytes.encode(auxiliary, sink);
        const words = Math.ceil((sink.length - before) / 4);
        if (record.auxiliaryLength === undefined)
          sink.at(start + 1, () => WireError.at('auxiliary', () => u8.encode(words, sink)));
      }
    },
    *parts(window, start, end) {
      let at = start;
      for (const [i, { sourceCount, auxiliaryLength }] of this.decode(window, start, end).entries()) {
        const next = at + size + sourceCount * address.size + 4 * auxiliaryLength;
        const from = at;
        const type = {
          ...head,
          parts: function* () {
            yield* head.parts!(window, from, from + size);
            if (sourceCount > 0)
              yield {
                name: 'sources',
                start: from + size,
                end: from + size + sourceCount * address.size,
                type: arrayOf(address),
              };
            if (auxiliaryLength > 0)
              yield { name: 'auxiliary', start: next - 4 * auxiliaryLength, end: next, type: bytes };
          },
        };
        yield { name: `[${i}]`, start: from, end: next, type };
        at = next;
      }
    },
  };
}

/** Group records of IGMPv3. */
export const igmpRecords = groupRecords(ipv4);

const isListener = ({ type }: Seen): boolean =>
  type === 'mgmQuery' || type === 'mgmReport' || type === 'mgmReduction';
const isReport2 = ({ type }: Seen): boolean => type === 'mldv2Report';
const queryFields = ['suppress', 'robustness', 'interval', 'sourceCount', 'sources'];

/** Whether a query is of the version that has sources: it is longer (RFC 3376 7.1, RFC 3810 8.1). */
export function hasSources(layer: Seen, available: number | undefined): boolean {
  if (available === undefined) return queryFields.some(name => layer[name] !== undefined);
  return layer.robustness !== undefined || available >= 4;
}

const isQuery2 = (layer: Seen, available: number | undefined): boolean =>
  layer.type === 'mgmQuery' && hasSources(layer, available);

/** The querier's own variables in a query that has sources. */
export const queryBits = bits(u8, { reserved3: 4, suppress: 1, robustness: 3 });

/** What multicast listener discovery (RFC 2710, RFC 3810) has behind an ICMPv6 header. */
export const mldBody = {
  /** Milliseconds; from 32768 on as a floating point number (RFC 3810 5.1.3). */
  maxResponseDelay: optional(be16, isListener),
  reserved2: optional(be16, layer => isListener(layer) || isReport2(layer)),
  group: optional(ipv6, isListener),
  querier: optional(queryBits, isQuery2),
  interval: optional(u8, isQuery2),
  sourceCount: optional(be16, isQuery2),
  sources: optional(arrayOf(ipv6), isQuery2, ({ sourceCount }) => 16 * sourceCount),
  recordCount: optional(be16, isReport2),
  records: optional(groupRecords(ipv6), isReport2),
} satisfies Body;

/** The counts of what is listed. */
export const listCounts = {
  sourceCount: (_place: unknown, { sources }: Seen): number | undefined => sources?.length,
  recordCount: (_place: unknown, { records }: Seen): number | undefined => records?.length,
};
