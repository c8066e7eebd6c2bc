/** Values inside lists, TCP's options and the extensions of ICMP errors, against what tshark has for them. */
import { describe, expect, test } from 'vitest';
import { decodePacket, type Packet } from '../../src/raw/formats.js';
import { capture, captureNames, capturePath } from '../raw/captures.js';
import { hasProgram } from '../support/programs.js';
import { type PdmlField, pdml } from './raw/pdml.js';

/** Our values, by the names that tshark has for them, in the order of the bytes. */
type Values = Map<string, number[]>;

const names = [
  'tcp.options.mss_val',
  'tcp.options.wscale.shift',
  'tcp.options.timestamp.tsval',
  'tcp.options.timestamp.tsecr',
  'tcp.options.sack_le',
  'tcp.options.sack_re',
  'icmp.ext.version',
  'icmp.ext.checksum',
  'icmp.mpls.label',
  'icmp.mpls.exp',
  'icmp.mpls.s',
  'icmp.mpls.ttl',
];

function add(values: Values, name: string, ...numbers: readonly number[]): void {
  values.set(name, [...(values.get(name) ?? []), ...numbers]);
}

function tcpValues(packet: Packet, values: Values): void {
  for (const option of packet.find('tcp')?.options ?? []) {
    if (option.type === 'mss') add(values, 'tcp.options.mss_val', option.value);
    if (option.type === 'windowScale') add(values, 'tcp.options.wscale.shift', option.value);
    for (const { left, right } of option.type === 'sack' ? option.value : []) {
      add(values, 'tcp.options.sack_le', left);
      add(values, 'tcp.options.sack_re', right);
    }
    if (option.type !== 'timestamp') continue;
    add(values, 'tcp.options.timestamp.tsval', option.value.value);
    add(values, 'tcp.options.timestamp.tsecr', option.value.echo);
  }
}

function valuesOf(packet: Packet): Values {
  const values: Values = new Map();
  tcpValues(packet, values);
  const error = packet.find('icmp') ?? packet.find('icmpv6');
  if (error?.quoted !== undefined) tcpValues(error.quoted, values);
  const { extensions } = error ?? {};
  if (extensions?.objects === undefined) return values;
  add(values, 'icmp.ext.version', extensions.version);
  add(values, 'icmp.ext.checksum', extensions.checksum);
  for (const { type, value } of extensions.objects) {
    if (type !== 'mplsLabels' || !Array.isArray(value)) continue;
    for (const { label, trafficClass, bottom, ttl } of value) {
      add(values, 'icmp.mpls.label', label);
      add(values, 'icmp.mpls.exp', trafficClass);
      add(values, 'icmp.mpls.s', bottom);
      add(values, 'icmp.mpls.ttl', ttl);
    }
  }
  return values;
}

function theirs(fields: readonly PdmlField[], name: string): number[] {
  return fields
    .filter(field => field.name === name)
    .map(({ show }) => (show === 'True' ? 1 : show === 'False' ? 0 : Number(show)));
}

describe.skipIf(!hasProgram('tshark'))('values in lists (skipped where tshark is missing)', () => {
  const met = new Set<string>();

  test.each(captureNames)('%s.pcap: the same as tshark has', name => {
    const dissected = pdml(capturePath(name), [
      '-o',
      'ip.defragment:FALSE',
      '-o',
      'tcp.relative_sequence_numbers:FALSE',
    ]);
    const differences = capture(name).flatMap(({ bytes, linkType }, i) => {
      const values = valuesOf(decodePacket(bytes, linkType));
      return names.flatMap(field => {
        const [ours, other] = [values.get(field) ?? [], theirs(dissected[i]!, field)];
        if (ours.length > 0) met.add(field);
        return JSON.stringify(ours) === JSON.stringify(other) ? [] : [{ packet: i + 1, field, ours, other }];
      });
    });
    expect(differences).toEqual([]);
  });

  test('each was met', () => {
    expect(names.filter(name => !met.has(name))).toEqual([]);
  });
});
