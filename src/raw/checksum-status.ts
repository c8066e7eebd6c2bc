import { crc32c, foldedSum } from '../wire/index.js';
import { coveredSum, type Network, networkOf, pseudoSum } from './checksum.js';
import type { LayerName } from './layer-types.js';
import type { Packet } from './packet-type.js';
import type { AnyProtocol, ChecksumDeclaration } from './protocol.js';
import type { Seen } from './protocol-fields.js';
import { registry } from './registry.js';

/**
 * `offloaded`: the sender left it to hardware that a captured frame never met; what stands there is the sum of the
 * pseudo header, or nothing. That is not `bad`. `absent`: the sender chose to have none (UDP over IPv4). `unknown`:
 * what it covers did not come whole.
 */
export type ChecksumStatus = 'good' | 'bad' | 'offloaded' | 'absent' | 'unknown';

export interface LayerChecksum {
  readonly layer: LayerName;
  /** Which of the packet's layers. */
  readonly index: number;
  readonly status: ChecksumStatus;
  /** What stands in the packet, as the layer's field has it. */
  readonly value: number;
  /** What would be right; undefined where nobody can tell. */
  readonly expected?: number;
}

export interface ChecksumOptions {
  /** Whether the kernel says that the transport's checksum is not there yet (TP_STATUS_CSUMNOTREADY). */
  readonly notReady?: boolean;
}

/** What the checksums of a packet are worth. `bytes` are those that `packet` was decoded from. */
export function packetChecksums(
  bytes: Uint8Array,
  packet: Packet,
  { notReady = false }: ChecksumOptions = {},
): LayerChecksum[] {
  const results: LayerChecksum[] = [];
  let network: Network | undefined;
  /** Whether what follows is not all there. */
  let cut = false;
  for (const [index, layer] of packet.layers.entries()) {
    const known = registry.get(layer.layer);
    if (known === undefined || layer.truncated) continue;
    const { declaration } = known;
    const [start, payloadStart, end] = packet.places.slice(3 * index, 3 * index + 3) as [
      number,
      number,
      number,
    ];
    const wanted = declaration.payloadEnd?.(layer, start, Number.POSITIVE_INFINITY) ?? end;
    if ((wanted > end && wanted !== Number.POSITIVE_INFINITY) || declaration.partial?.(layer)) cut = true;
    network = networkOf(layer, bytes, start, network);
    const declared = checksumDeclarationOf(known, layer);
    if (declared === undefined) continue;
    const value = (layer as { checksum: number }).checksum;
    const stop = declared.headerOnly ? payloadStart : end;
    const judged =
      cut && !declared.headerOnly
        ? { status: 'unknown' as const }
        : judge(declared, layer.layer, bytes, start, stop, value, network, notReady);
    results.push({ layer: layer.layer as LayerName, index, value, ...judged });
  }
  return results;
}

function checksumDeclarationOf({ declaration }: AnyProtocol, layer: Seen): ChecksumDeclaration | undefined {
  const { checksum } = declaration;
  return typeof checksum === 'function' ? checksum(layer) : checksum;
}

function judge(
  declared: ChecksumDeclaration,
  layer: string,
  u8: Uint8Array,
  start: number,
  end: number,
  value: number,
  network: Network | undefined,
  notReady: boolean,
): { status: ChecksumStatus; expected?: number } {
  if (declared.kind === 'crc32c') {
    const before = crc32c(u8, start, start + declared.at);
    const crc = crc32c(u8, start + declared.at + 4, end, crc32c(new Uint8Array(4), 0, 4, before));
    // The field has the low byte first, and is shown as if it had the high one.
    const expected = new DataView(Uint32Array.of(crc).buffer).getUint32(0, false);
    if (value === expected) return { status: 'good', expected };
    return { status: notReady || value === 0 ? 'offloaded' : 'bad', expected };
  }
  if (declared.zeroIsNone && value === 0 && network?.src.length !== 16) return { status: 'absent' };
  const covered = coveredSum(declared, layer, u8, start, end, network);
  if (covered === undefined) return { status: 'unknown' };
  const checksum = ~foldedSum(covered - value) & 0xffff;
  const expected = checksum === 0 && declared.zeroIsNone ? 0xffff : checksum;
  if (foldedSum(covered) === 0xffff) return { status: 'good', expected };
  if (!declared.pseudoHeader) return { status: 'bad', expected };
  const partial = value === foldedSum(pseudoSum(network!, layer, end - start));
  return { status: notReady || partial ? 'offloaded' : 'bad', expected };
}
