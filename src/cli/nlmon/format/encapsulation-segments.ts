import type { Encapsulations } from '../../../netlink/route/index.js';
import { deviceName } from './address.js';
import { type EncapsulationPart, part } from './encapsulation-part.js';
import type { FormatContext } from './format.js';
import { tableName } from './number-names.js';
import { hexText } from './numbers.js';

type SegmentList = NonNullable<Encapsulations['seg6Local']['srh']>;

const modes: Readonly<Record<string, string>> = {
  inline: 'inline',
  encap: 'encap',
  l2encap: 'l2encap',
  encapRed: 'encap.red',
  l2encapRed: 'l2encap.red',
};

/** RFC 8986's names. */
const actions: Readonly<Record<string, string>> = {
  end: 'End',
  endX: 'End.X',
  endT: 'End.T',
  endDx2: 'End.DX2',
  endDx6: 'End.DX6',
  endDx4: 'End.DX4',
  endDt6: 'End.DT6',
  endDt4: 'End.DT4',
  endB6: 'End.B6',
  endB6Encap: 'End.B6.Encaps',
  endBm: 'End.BM',
  endS: 'End.S',
  endAs: 'End.AS',
  endAm: 'End.AM',
  endBpf: 'End.BPF',
  endDt46: 'End.DT46',
};

const flavors = [
  ['psp', 'psp'],
  ['usp', 'usp'],
  ['usd', 'usd'],
  ['nextCsid', 'next-csid'],
] as const;

export function* seg6Parts({ srh }: Encapsulations['seg6']): Generator<EncapsulationPart> {
  if (srh === undefined) return;
  yield part('mode', modes[srh.mode] ?? '<unknown>');
  yield* listParts(srh);
}

export function* seg6LocalParts(
  encap: Encapsulations['seg6Local'],
  context: FormatContext,
): Generator<EncapsulationPart> {
  const { action, srh, table, vrftable, nh4, nh6, iif, oif, bpf, counters } = encap;
  if (action === undefined) return;
  yield part('action', actions[action] ?? '<unknown>');
  if (srh !== undefined) {
    const fields: Record<string, unknown> = {};
    for (const { text, key, json } of listParts(srh)) {
      if (text !== undefined) yield { text };
      if (key !== undefined) fields[key] = json;
    }
    yield { key: 'srh', json: fields };
  }
  if (table !== undefined) yield part('table', tableName(table, context.names));
  if (vrftable !== undefined) yield part('vrftable', tableName(vrftable, context.names));
  if (nh4 !== undefined) yield part('nh4', nh4);
  if (nh6 !== undefined) yield part('nh6', nh6);
  if (iif !== undefined) yield part('iif', deviceName(iif, context));
  if (oif !== undefined) yield part('oif', deviceName(oif, context));
  if (bpf?.name !== undefined) yield part('endpoint', bpf.name);
  if (counters !== undefined && context.display.statistics > 0) {
    const counted = (['packets', 'bytes', 'errors'] as const).filter(key => counters[key] !== undefined);
    yield {
      text: counted.map(key => `${key} ${counters[key]}`).join(' '),
      key: 'stats64',
      json: Object.fromEntries(counted.map(key => [key, Number(counters[key])])),
    };
  }
  if (encap.flavors !== undefined) yield* flavorParts(encap.flavors);
}

function* flavorParts(
  given: NonNullable<Encapsulations['seg6Local']['flavors']>,
): Generator<EncapsulationPart> {
  const { operation, lcblockBits, lcnodeFnBits } = given;
  if (operation !== undefined) {
    const names = flavors.filter(([flavor]) => operation.includes(flavor)).map(([, name]) => name);
    yield { text: `flavors ${names.join(',')}`, key: 'flavors', json: names };
  }
  if (lcblockBits !== undefined) yield part('lblen', lcblockBits);
  if (lcnodeFnBits !== undefined) yield part('nflen', lcnodeFnBits);
}

const hmacSize = 40;

/** The segments in the order in which they are visited. */
function* listParts({ segments, flags, tlvs }: SegmentList): Generator<EncapsulationPart> {
  const visited = segments.toReversed();
  const text = `segs ${visited.length} [ ${visited.map(segment => `${segment} `).join('')}]`;
  yield { text, key: 'segs', json: visited };
  if (!flags.includes('hmac') || tlvs === undefined || tlvs.length < hmacSize) return;
  // The key stands in the last of what follows the segments.
  const key = new DataView(tlvs.buffer, tlvs.byteOffset + tlvs.length - hmacSize + 4).getUint32(0);
  yield { text: `hmac ${key.toString(16).toUpperCase()}`, key: 'hmac', json: hexText(key) };
}
