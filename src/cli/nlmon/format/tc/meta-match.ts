import type { DecodedAttributes } from '../../../../netlink/attributes.js';
import { metaIds, type metaMatch } from '../../../../netlink/route/filter-kinds/meta-match.js';
import { littleEndian } from '../../../../wire/index.js';
import { isPrintable, printable } from './printable.js';

type Meta = DecodedAttributes<(typeof metaMatch)['fields']>;
type Side = NonNullable<Meta['hdr']>['left'];

/** tc's words for TCF_META_ID_…, in which there are not all of them. */
const words: { readonly [Name in keyof typeof metaIds.numbers]?: string } = {
  random: 'random',
  loadavg0: 'loadavg_1',
  loadavg1: 'loadavg_5',
  loadavg2: 'loadavg_15',
  dev: 'dev',
  priority: 'priority',
  protocol: 'protocol',
  pkttype: 'pkt_type',
  pktlen: 'pkt_len',
  datalen: 'data_len',
  maclen: 'mac_len',
  nfmark: 'nf_mark',
  tcindex: 'tc_index',
  rtclassid: 'rt_classid',
  rtiif: 'rt_iif',
  vlanTag: 'vlan',
  skFamily: 'sk_family',
  skState: 'sk_state',
  skReuse: 'sk_reuse',
  skBoundIf: 'sk_bind_if',
  skRefcnt: 'sk_refcnt',
  skShutdown: 'sk_shutdown',
  skProto: 'sk_proto',
  skType: 'sk_type',
  skRcvbuf: 'sk_rcvbuf',
  skRmemAlloc: 'sk_rmem',
  skWmemAlloc: 'sk_wmem',
  skOmemAlloc: 'sk_omem',
  skWmemQueued: 'sk_wmem_queue',
  skSndQlen: 'sk_snd_queue',
  skRcvQlen: 'sk_rcv_queue',
  skErrQlen: 'sk_err_queue',
  skForwardAllocs: 'sk_fwd_alloc',
  skSndbuf: 'sk_sndbuf',
};
const byNumber = new Map(
  Object.entries(words).map(([name, word]) => [metaIds.numbers[name as keyof typeof words], word]),
);

const operators = [' eq ', ' gt ', ' lt '];
/** TCF_META_ID_MASK, TCF_META_TYPE_INT */
const idMask = 0x7ff;
const isNumber = 1;

/** `nf_mark mask 0x000000ff eq 5` */
export function metaText({ hdr, lvalue, rvalue }: Meta): string {
  if (hdr === undefined) return '';
  return sideText(hdr.left, lvalue) + (operators[hdr.left.op] ?? '') + sideText(hdr.right, rvalue);
}

function sideText({ kind, shift }: Side, value: number | Uint8Array | undefined): string {
  const id = kind.id & idMask;
  if (id === metaIds.numbers.value) return valueText(kind.type, value);
  let text = byNumber.get(id) ?? `[unknown meta id ${id}]`;
  if (shift !== 0) text += ` shift ${shift}`;
  const mask = kind.type === isNumber ? numberOf(value) : 0;
  return mask === 0 ? text : `${text} mask 0x${mask.toString(16).padStart(8, '0')}`;
}

function valueText(type: number, value: number | Uint8Array | undefined): string {
  if (type === isNumber) return value === undefined ? '' : String(numberOf(value) | 0);
  const bytes = bytesOf(value);
  if (type !== 0) return '';
  if (bytes.every(isPrintable)) return printable(bytes);
  const hex = Array.from(bytes, byte => `${byte.toString(16).padStart(2, '0')} `).join('');
  return `${hex}"${printable(bytes)}"`;
}

/** The first 32 bits. */
function numberOf(value: number | Uint8Array | undefined): number {
  if (typeof value !== 'object') return value ?? 0;
  return value.length < 4 ? 0 : new DataView(value.buffer, value.byteOffset).getUint32(0, littleEndian);
}

/** Four bytes are read as a number, which a text of that length is none of. */
function bytesOf(value: number | Uint8Array | undefined): Uint8Array {
  if (typeof value !== 'number') return value ?? new Uint8Array(0);
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value, littleEndian);
  return new Uint8Array(view.buffer);
}
