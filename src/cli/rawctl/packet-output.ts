import type { LayerName } from '../../raw/layer-types.js';
import type { LinkType } from '../../raw/link-types.js';
import { explainPacket, type Packet } from '../../raw/packet.js';
import { explainedText, toHex, toJson } from '../../wire/index.js';

/** How packets are shown. */
export interface PacketForm {
  /** Every byte with its meaning, below the line. */
  readonly explain?: boolean | undefined;
  /** The bytes, below the line. */
  readonly hex?: boolean | undefined;
}

export const packetFormOptions = {
  explain: { alias: 'x', type: 'boolean', describe: 'what every byte means, below each packet' },
  hex: { type: 'boolean', describe: 'the bytes in hexadecimal, below each packet' },
} as const;

/** The lines of a packet. */
export function packetText(
  prefix: string,
  packet: Packet,
  bytes: Uint8Array,
  linkType: LinkType | LayerName,
  form: PacketForm,
): string {
  return `${prefix}${packet.line()}\n${packetDetail(bytes, linkType, form)}`;
}

/** What stands below the line of a packet. */
export function packetDetail(
  bytes: Uint8Array,
  linkType: LinkType | LayerName,
  { explain, hex }: PacketForm,
): string {
  const text = hex ? `${toHex(bytes)}\n` : '';
  return explain ? text + explainedText(explainPacket(bytes, linkType)) : text;
}

/** A packet as the object of a JSON line. */
export function packetJson(
  fields: Readonly<Record<string, unknown>>,
  packet: Packet,
  bytes: Uint8Array,
): string {
  const { layers, problems } = packet.toJSON() as { layers: unknown; problems?: unknown };
  return `${JSON.stringify({ ...(toJson(fields) as object), layers, problems, bytes: toHex(bytes) })}\n`;
}
