import { describe, expect, test } from 'vitest';
import { buildPacket, decodePacket, explainPacket, type LayerName } from '../../src/raw/formats.js';
import { fromHex, toHex } from '../../src/wire/index.js';

/** A layer's bytes, header and what belongs to it, and what it is decoded to. */
type Case = readonly [
  name: string,
  hex: string,
  layer: { readonly layer: string; readonly [field: string]: unknown },
];

/**
 * Golden bytes both ways: what they are decoded to, that this is built to the same bytes, directly and through JSON, that
 * annotated hex covers each byte once, and that a layer that ends anywhere gives what came, and the same bytes again.
 */
export function golden(protocol: string, cases: readonly Case[]): void {
  describe(protocol, () => {
    test.each(cases)('%s %s', (_, hex, expected) => {
      const bytes = fromHex(hex);
      const name = expected.layer as LayerName;
      const packet = decodePacket(bytes, name);
      const [layer, ...behind] = packet.layers as readonly { layer: string }[];
      expect(layer).toEqual(expected);
      expect(behind).toEqual([]);
      // The package dns-packet writes DNS records, and shortens names as it likes.
      if (name !== 'dns') {
        expect(toHex(buildPacket(packet.layers))).toBe(hex);
        expect(toHex(buildPacket(JSON.parse(JSON.stringify(packet)).layers))).toBe(hex);
      }
      const rows = explainPacket(bytes, name);
      expect(rows.map(row => toHex(row.bytes)).join('')).toBe(hex);
      expect(rows.map(row => row.meaning).filter(meaning => meaning.startsWith('malformed'))).toEqual([]);
      for (let length = 0; length < bytes.length; length++) {
        const cut = decodePacket(bytes.subarray(0, length), name);
        if (name !== 'dns') expect(toHex(buildPacket(cut.layers))).toBe(hex.slice(0, 2 * length));
      }
    });
  });
}
