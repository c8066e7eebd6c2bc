import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import {
  buildPacket,
  decodePacket,
  explainPacket,
  type LayerName,
  packetChecksums,
  protocols,
} from '../../src/raw/formats.js';
import { toHex, WireError } from '../../src/wire/index.js';
import { captured } from '../raw/captures.js';
import { mutatePacket } from './mutate-packet.js';
import { fuzzSeed, Random } from './random.js';

const rounds = 1_000_000;
/** Every so many packets, all that can be done with a packet is done with it. */
const closeLook = 50;
const memoryAllowed = 48 * 2 ** 20;
/** No packet of a few hundred bytes has more layers. */
const mostLayers = 2100;

interface Seed {
  readonly first: LayerName | number;
  readonly bytes: Uint8Array;
}

/** Every captured packet, and every layer of it as if it were the first: all decoders get their share. */
const byLayer = new Map<string, Seed[]>();
for (const { bytes, linkType } of captured) {
  const packet = decodePacket(bytes, linkType);
  for (const [i, { layer }] of packet.layers.entries()) {
    if (!(layer in protocols)) continue;
    const seeds = byLayer.get(layer) ?? [];
    seeds.push({
      first: layer as LayerName,
      bytes: bytes.slice(packet.places[3 * i], packet.places[3 * i + 2]),
    });
    byLayer.set(layer, seeds);
  }
  byLayer.set('whole', [...(byLayer.get('whole') ?? []), { first: linkType, bytes }]);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

test('the seeds are of every protocol', () => {
  expect(Object.keys(protocols).filter(name => !byLayer.has(name))).toEqual([]);
});

test(`${rounds} broken packets give what was understood and nothing else (AFKIT_FUZZ_SEED=${fuzzSeed})`, () => {
  const { stackTraceLimit } = Error;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 0;
  const random = new Random(fuzzSeed);
  const groups = [...byLayer.values()];
  const all = byLayer.get('whole')!;
  let base = 0;
  let [sound, unbuilt] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    if (round === rounds / 10) {
      collectGarbage();
      base = process.memoryUsage().heapUsed;
    }
    const { first, bytes } = random.pick(random.pick(groups));
    const broken = mutatePacket(bytes, random.pick(all).bytes, random);
    try {
      const packet = decodePacket(broken, first);
      if (packet.problems.length === 0) sound++;
      if (packet.layers.length > mostLayers) throw new Error(`${packet.layers.length} layers`);
      if (round % closeLook !== 0) continue;
      packet.line();
      packetChecksums(broken, packet);
      const rows = explainPacket(broken, first);
      expectSame(rows.map(row => toHex(row.bytes)).join(''), toHex(broken));
      // dns-packet reads records that it does not write, and shortens names as it likes.
      const opaque = JSON.stringify(packet.layers).includes('"layer":"dns"');
      try {
        const again = buildPacket(packet.layers);
        if (!opaque) expectSame(toHex(again), toHex(broken));
        const fromJson = buildPacket(JSON.parse(JSON.stringify(packet)).layers);
        if (!opaque) expectSame(toHex(fromJson), toHex(broken));
      } catch (error) {
        if (!(opaque && error instanceof WireError)) throw error;
        unbuilt++;
      }
    } catch (error) {
      throw new Error(`round ${round}, seed ${fuzzSeed}: ${first} ${toHex(broken)}: ${error}`, {
        cause: error,
      });
    }
  }
  collectGarbage();
  expect(process.memoryUsage().heapUsed - base).toBeLessThan(memoryAllowed);
  // Otherwise the packets were too broken to say much.
  expect(sound).toBeGreaterThan(rounds / 10);
  expect(unbuilt).toBeLessThan(rounds / closeLook / 10);
}, 600_000);

function expectSame(a: unknown, b: unknown): void {
  if (a !== b) expect(a).toEqual(b);
}
