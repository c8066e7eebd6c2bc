import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildPacket, decodePacket, packetChecksums, protocols } from '../../src/raw/formats.js';
import { type PcapRecord, pcapHeader, pcapRecord, toHex } from '../../src/wire/index.js';
import { captured } from '../raw/captures.js';
import { hasProgram } from '../support/programs.js';

/** What is computed unless given: taken out, it must come back the same. */
const computed: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(protocols).map(([name, { declaration }]) => {
    const {
      compute = {},
      checksum,
      carries,
    } = declaration as {
      compute?: object;
      checksum?: unknown;
      carries?: { field: string };
    };
    return [
      name,
      [
        ...Object.keys(compute),
        ...(checksum === undefined ? [] : ['checksum']),
        ...(carries === undefined ? [] : [carries.field]),
      ],
    ];
  }),
);

/** A packet that was decoded and built again without what can be computed; undefined for one that is wrong on purpose. */
function rebuilt({ bytes, linkType }: PcapRecord): Uint8Array | undefined {
  const packet = decodePacket(bytes, linkType);
  const sound = packetChecksums(bytes, packet).every(({ status }) => status === 'good');
  if (!sound || packet.problems.length > 0) return undefined;
  const layers = packet.layers.map((layer, i) => {
    const fields: Record<string, unknown> = { ...layer };
    const next = packet.layers[i + 1]?.layer ?? 'payload';
    for (const name of computed[layer.layer] ?? []) {
      // What carries bytes that nobody knows says so by itself, and of two names for one layer the second has to be said.
      const says = (protocols[layer.layer as 'ipv4'].declaration.carries?.field ?? '') === name;
      if (
        says &&
        (!(next in protocols) ||
          typeof fields[name] === 'number' ||
          ['serviceVlan', 'rarp'].includes(String(fields[name])) ||
          ['dns', 'dhcp', 'ntp', 'tftp', 'vxlan'].includes(next))
      )
        continue;
      delete fields[name];
    }
    // DNS names are shortened by whoever writes them.
    return fields as { layer: string };
  });
  return layers.some(({ layer }) => layer === 'dns') ? undefined : buildPacket(layers);
}

describe('what was captured', () => {
  test('is built again, with the lengths, checksums and types that its senders computed', () => {
    const pairs = captured
      .map(record => [record, rebuilt(record)] as const)
      .filter(([, bytes]) => bytes !== undefined);
    expect(pairs.map(([, bytes]) => toHex(bytes!))).toEqual(pairs.map(([{ bytes }]) => toHex(bytes)));
    expect(pairs.length).toBeGreaterThan(150);
  });

  test.skipIf(!hasProgram('tshark'))(
    'passes the checks of tshark when it is built (skipped where it is missing)',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'afkit-raw-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      const path = join(folder, 'built.pcap');
      const frames = captured
        // What an ICMP error quotes has the checksums that its sender left to hardware.
        .filter(
          ({ linkType, bytes }) =>
            linkType === 1 && !JSON.stringify(decodePacket(bytes, linkType)).includes('"quoted"'),
        )
        .map(rebuilt)
        .filter(bytes => bytes !== undefined);
      writeFileSync(
        path,
        Buffer.concat([
          pcapHeader(1),
          ...frames.map(bytes => pcapRecord({ seconds: 0, nanoseconds: 0, bytes })),
        ]),
      );
      const checks = ['ip', 'tcp', 'udp', 'sctp'].flatMap(name => [
        '-o',
        `${name === 'sctp' ? 'sctp.checksum:TRUE' : `${name}.check_checksum:TRUE`}`,
      ]);
      const wrong = [
        '_ws.malformed',
        ...['ip', 'tcp', 'udp', 'icmp', 'icmpv6', 'igmp', 'sctp'].map(name => `${name}.checksum.status == 0`),
      ];
      const output = execFileSync('tshark', ['-n', '-r', path, ...checks, '-Y', wrong.join(' or ')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      expect(output).toBe('');
      expect(frames.length).toBeGreaterThan(100);
    },
  );
});
