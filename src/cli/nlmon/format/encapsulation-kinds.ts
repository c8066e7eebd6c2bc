import type { Encapsulations } from '../../../netlink/route/index.js';
import { toHex } from '../../../wire/index.js';
import { addressText, deviceName } from './address.js';
import { type EncapsulationPart, flag, part } from './encapsulation-part.js';
import { seg6LocalParts, seg6Parts } from './encapsulation-segments.js';
import type { FormatContext } from './format.js';

type Parts<K extends keyof Encapsulations> = (
  encap: Encapsulations[K],
  context: FormatContext,
) => Iterable<EncapsulationPart>;

const kinds: { readonly [K in keyof Encapsulations]: Parts<K> } = {
  *mpls({ dst, ttl }) {
    // The second blank is ip's.
    if (dst !== undefined)
      yield { ...part('dst', addressText(dst, 'mpls')), text: ` ${addressText(dst, 'mpls')}` };
    if (ttl !== undefined) yield part('ttl', ttl);
  },
  *ip({ id, src, dst, ttl, tos, flags, opts }) {
    if (id !== undefined) yield part('id', exact(id), String(id));
    if (src !== undefined) yield part('src', src);
    if (dst !== undefined) yield part('dst', dst);
    if (ttl !== undefined) yield part('ttl', ttl);
    if (tos !== undefined) yield part('tos', tos);
    yield* tunnelFlags(flags);
    yield* tunnelOptions(opts);
  },
  *ip6({ id, src, dst, hoplimit, tc, flags, opts }) {
    if (id !== undefined) yield part('id', exact(id), String(id));
    if (src !== undefined) yield part('src', src);
    if (dst !== undefined) yield part('dst', dst);
    if (hoplimit !== undefined) yield part('hoplimit', hoplimit);
    if (tc !== undefined) yield part('tc', tc);
    yield* tunnelFlags(flags);
    yield* tunnelOptions(opts);
  },
  *ila({ locator, csumMode, identType, hookType }) {
    // ip has blanks on either side of each.
    if (locator !== undefined)
      yield { text: ` ${locatorText(locator)}`, key: 'locator', json: locatorText(locator) };
    if (csumMode !== undefined) yield spaced('csum', 'mode', checksumModes[csumMode] ?? 'unknown');
    if (identType !== undefined) yield spaced('ident', 'type', identifierTypes[identType] ?? 'unknown');
    if (hookType !== undefined) yield spaced('hook', 'type', hookTypes[hookType] ?? 'unknown');
  },
  *bpf({ in: incoming, out, xmit, xmitHeadroom }) {
    for (const [key, program] of Object.entries({ in: incoming, out, xmit }))
      if (program !== undefined)
        yield program.name === undefined ? { text: key, key, json: '<unknown>' } : part(key, program.name);
    // The word is only in the JSON.
    if (xmitHeadroom !== undefined) yield { text: ` ${xmitHeadroom}`, key: 'headroom', json: xmitHeadroom };
  },
  seg6: seg6Parts,
  seg6Local: seg6LocalParts,
  *rpl({ srh }) {
    const { segments = [], segmentsLeft } = srh ?? {};
    if (srh === undefined) return;
    const visited = segments.slice(0, segmentsLeft).toReversed();
    yield {
      text: `segs ${segmentsLeft} [ ${visited.map(segment => `${segment} `).join('')}]`,
      key: 'segs',
      json: visited,
    };
  },
  *ioam6({ mode, dst, trace, freqK, freqN }) {
    if (mode === undefined || trace === undefined || freqK === undefined || freqN === undefined) return;
    yield { text: `freq ${freqK}/${freqN}`, key: 'freqk', json: freqK };
    yield { key: 'freqn', json: freqN };
    if (mode !== 'inline' && dst === undefined) return;
    yield part('mode', typeof mode === 'number' ? 'unknown' : mode);
    if (dst !== undefined && mode !== 'inline') yield part('tundst', dst);
    for (const word of ['trace', 'prealloc']) yield { text: word, key: word, json: null };
    const type = trace.type >>> 8;
    const text = type === 0 ? '00000000' : `0x${type.toString(16).padStart(6, '0')}`;
    yield { text: `type ${text}`, key: 'type', json: type.toString(16) };
    yield part('ns', trace.namespaceId);
    yield part('size', trace.remlen * 4);
  },
  *xfrm({ ifId, link }, context) {
    if (ifId !== undefined) yield part('if_id', ifId);
    if (link !== undefined) yield part('link_dev', deviceName(link, context));
  },
};

/** By the kind's name; undefined for those that are not known. */
export const encapsulationKinds: Readonly<
  Record<string, ((encap: any, context: FormatContext) => Iterable<EncapsulationPart>) | undefined>
> = kinds;

const checksumModes: Readonly<Record<string, string>> = {
  adjustTransport: 'adj-transport',
  neutralMap: 'neutral-map',
  noAction: 'no-action',
  neutralMapAuto: 'neutral-map-auto',
};

const identifierTypes: Readonly<Record<string, string>> = {
  iid: 'iid',
  luid: 'luid',
  virtV4: 'virt-v4',
  virtUniV6: 'virt-uni-v6',
  virtMultiV6: 'virt-multi-v6',
  nonlocalAddr: 'nonlocal-addr',
  useFormat: 'use-format',
};

const hookTypes: Readonly<Record<string, string>> = { routeOutput: 'output', routeInput: 'input' };

function spaced(first: string, second: string, value: string): EncapsulationPart {
  return { text: ` ${first}-${second} ${value}`, key: `${first}_${second}`, json: value };
}

/** Half of an IPv6 address. */
function locatorText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [0, 2, 4, 6].map(at => view.getUint16(at).toString(16)).join(':');
}

/** Beyond what numbers hold exactly, text. */
function exact(id: number | bigint): number | string {
  return typeof id === 'bigint' ? String(id) : id;
}

const printedFlags = ['key', 'csum', 'seq'] as const;

function* tunnelFlags(flags: Encapsulations['ip']['flags'] = []): Generator<EncapsulationPart> {
  for (const name of printedFlags) if (flags.includes(name)) yield flag(name);
}

/** Each kind on a line of its own. */
function* tunnelOptions(options: Encapsulations['ip']['opts'] = {}): Generator<EncapsulationPart> {
  const { geneve, vxlan, erspan } = options;
  if (geneve !== undefined) {
    const list = geneve.map(({ class: number = 0, type = 0, data = new Uint8Array(0) }) => ({
      class: number,
      type,
      data: toHex(data),
    }));
    const text = list.map(option => `${option.class}:${option.type}:${option.data}`).join(',');
    yield { text: `\n\tgeneve_opts ${text}`, key: 'geneve_opts', json: list };
  }
  if (vxlan !== undefined) {
    const { gbp = 0 } = vxlan;
    yield { text: `\n\tvxlan_opts ${gbp}`, key: 'vxlan_opts', json: [{ gbp }] };
  }
  if (erspan !== undefined) {
    const { ver = 0, index = 0, hwid = 0 } = erspan;
    const dir = erspan.dir === 'egress' ? 1 : erspan.dir === 'ingress' ? 0 : (erspan.dir ?? 0);
    yield {
      text: `\n\terspan_opts ${ver}:${index}:${dir}:${hwid}`,
      key: 'erspan_opts',
      json: [{ ver, index, dir, hwid }],
    };
  }
}
