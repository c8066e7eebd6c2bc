import { describe, expect, test } from 'vitest';
import { decodePacket, type Packet, protocols } from '../../src/raw/formats.js';
import { isBits, toHex, Window } from '../../src/wire/index.js';
import { capture, captureNames, capturePath } from '../raw/captures.js';
import { hasProgram } from '../support/programs.js';
import { type PdmlField, pdml } from './raw/pdml.js';
import { tsharkFields, unnamed } from './raw/tshark-fields.js';

const tshark = hasProgram('tshark');
/** What is the same on both sides, by field. */
const compared = new Map<string, number>();

/** Compares each field of a packet's layers with tshark's of the same name at the same place. */
function compare(packet: Packet, window: Window, theirs: readonly PdmlField[], where: string): string[] {
  const differences: string[] = [];
  for (const [i, layer] of packet.layers.entries()) {
    const protocol = protocols[layer.layer as 'ipv4'];
    if (protocol === undefined || layer.truncated) continue;
    const [start, payload] = [packet.places[3 * i]!, packet.places[3 * i + 1]!];
    for (const part of protocol.parts(window, start, payload)) {
      const names =
        part.type !== undefined && isBits(part.type) ? Object.keys(part.type.members) : [part.name];
      for (const name of names) {
        const field = `${layer.layer}.${name}`;
        const value = (layer as Record<string, unknown>)[name];
        if (name === 'quoted') {
          differences.push(...compare(value as Packet, window, theirs, where));
          continue;
        }
        const known = tsharkFields.get(field);
        if (known === undefined) continue;
        const at = theirs.filter(
          ({ name: own, pos }) => known.names.includes(own) && pos >= part.start && pos < part.end,
        );
        if (at.length === 0) continue;
        const type =
          part.type !== undefined && isBits(part.type)
            ? (part.type.members as Record<string, unknown>)[name]
            : part.type;
        const ours = comparable(value, type);
        const expected = at.map(item => {
          if (known.bytes) return `bytes ${toHex(window.u8.subarray(item.pos, item.pos + item.size))}`;
          const plus =
            known.plus === undefined
              ? undefined
              : theirs.find(({ name: own, pos }) => own === known.plus && pos === item.pos);
          return shownAs(item.show, known.times, plus?.show);
        });
        const mine = known.bytes ? [`bytes ${toHex(window.u8.subarray(part.start, part.end))}`] : ours;
        const same = known.bytes
          ? expected.join(' ').replaceAll(' bytes ', '') === mine.join('')
          : JSON.stringify(ended(expected)) === JSON.stringify(ended(mine));
        if (same) compared.set(field, (compared.get(field) ?? 0) + 1);
        else
          differences.push(
            `${where}: ${field} is ${JSON.stringify(mine)}, tshark has ${JSON.stringify(expected)}`,
          );
      }
    }
  }
  return differences;
}

/** A list without what ends it: tshark shows padding behind it as more of the same, and the end itself in odd ways. */
function ended(list: readonly string[]): readonly string[] {
  return list.length < 2
    ? list
    : list.slice(0, list.findLastIndex(item => item !== '0' && item !== '255') + 1);
}

/** What tshark shows, as a number where it is one. */
function shownAs(show: string, times = 1, plus = '0'): string {
  const text = show === 'True' ? '1' : show === 'False' ? '0' : show;
  if (!/^(0x[0-9a-f]+|\d+)$/i.test(text)) return text;
  return String((Number(text) + Number(plus)) / times);
}

/** Our value as a list of what tshark shows: one, or one an item. */
function comparable(value: unknown, type: unknown): string[] {
  const { names, set } = type as {
    names?: { numbers: Record<string, number> };
    set?: { numbers: Record<string, number> };
  };
  const numbers = names?.numbers;
  if (set !== undefined) {
    return (value as { type: string | number }[]).map(({ type: item }) =>
      String(typeof item === 'number' ? item : set.numbers[item]),
    );
  }
  if (Array.isArray(value) && numbers !== undefined) {
    return [
      String(
        value.reduce<number>((all, flag) => all | (typeof flag === 'number' ? flag : numbers[flag]!), 0),
      ),
    ];
  }
  if (Array.isArray(value)) return value.map(String);
  return [String(typeof value === 'string' && numbers !== undefined ? numbers[value] : value)];
}

describe.skipIf(!tshark)('what tshark decodes (skipped where it is missing)', () => {
  test.each(captureNames)('%s.pcap: the same, field by field', name => {
    const theirs = pdml(capturePath(name), ['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE']);
    const ours = capture(name);
    expect(theirs.length).toBe(ours.length);
    const differences = ours.flatMap(({ bytes, linkType }, i) =>
      compare(decodePacket(bytes, linkType), new Window(bytes), theirs[i]!, `packet ${i + 1}`),
    );
    expect(differences).toEqual([]);
  });

  test('every field was compared, but for those that tshark does not name', () => {
    const all = Object.entries(protocols).flatMap(([layer, { fieldNames }]) =>
      fieldNames.map(name => `${layer}.${name}`),
    );
    const structured = /\.(quoted|extensions|records|options)$/;
    const missed = all.filter(
      field => !compared.has(field) && !(field in unnamed) && !structured.test(field),
    );
    expect(missed).toEqual([]);
  });
});
