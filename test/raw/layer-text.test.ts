import { describe, expect, test } from 'vitest';
import { buildPacket, decodePacket, parseJsonLayers, parseLayers } from '../../src/raw/index.js';
import { toHex } from '../../src/wire/index.js';

describe('layers from words', () => {
  test.each([
    ['ip/udp dst=10.0.0.2 dstPort=9 payload=hi', 'ip dst=10.0.0.2 / udp dstPort=9 / payload text=hi'],
    ['ipv4 ttl=0x10 / tcp flags=syn,ack', 'ip/tcp ipv4.ttl=16 tcp.flags=18'],
    ['icmp type=destUnreach code=3', 'icmp type=3 code=3'],
    [
      'tcp options=mss:1460,nop,timestamp:5:6',
      'tcp options=[{"type":"mss","value":1460},"nop",{"type":8,"value":"0000000500000006"}]',
    ],
    ['eth/vlan vid=5 pcp=3', 'eth / vlan pcp=3 vid=5'],
    [
      'igmp type=query group=239.1.2.3 sources=10.0.0.1,10.0.0.2',
      'igmp type=17 group=239.1.2.3 sources=["10.0.0.1","10.0.0.2"]',
    ],
    ['ip6/icmp6 type=neighbourSolicitation target=fe80::1', 'ipv6/icmpv6 type=135 target=fe80::1'],
    ['ip / payload hex=0001', 'ip / payload size=2'],
    [
      'dhcp chaddr=02:00:00:00:00:01 options=messageType:discover,hostName:box,end',
      'dhcp chaddr=02:00:00:00:00:01 options=messageType:1,hostName:box,end',
    ],
  ])('%s is %s', (one, other) => {
    const built = (text: string) =>
      toHex(buildPacket(parseLayers(text.split(' ').filter(word => word !== '/'))));
    expect(built(one)).toBe(built(other));
  });

  test('a field goes to the last layer that has it', () => {
    const bytes = buildPacket(parseLayers(['ip/ip/udp', 'dst=10.0.0.2', 'dstPort=9']));
    const [outer, inner] = decodePacket(bytes, 'raw').layers as readonly { dst?: string }[];
    expect([outer!.dst, inner!.dst]).toEqual(['0.0.0.0', '10.0.0.2']);
  });

  test.each([
    [[], 'no layer is given'],
    [['dst=1.2.3.4'], "'dst=' stands before any layer"],
    [['ip', 'udp.dstPort=1'], "no layer 'udp' stands before 'udp.dstPort='"],
    [['ip', 'tttl=1'], "ipv4 has no field 'tttl'; did you mean 'ttl'?"],
    [['ipp'], "there is no layer 'ipp'; did you mean 'ip'?"],
    [['tcp', 'options=mss'], 'needs a value'],
    [['payload', 'size=-1'], "'-1' is not a number of bytes"],
    [['udp', 'dstPort=[1'], 'is no JSON'],
  ])('%j is refused', (words, message) => {
    expect(() => parseLayers(words)).toThrow(message);
  });
});

test('layers from JSON: an array, a packet, one layer', () => {
  for (const text of ['[{"layer":"udp"}]', '{"layers":[{"layer":"udp"}]}', '{"layer":"udp"}']) {
    expect(parseJsonLayers(text)).toEqual([{ layer: 'udp' }]);
  }
  expect(() => parseJsonLayers('[')).toThrow('no JSON');
  expect(() => parseJsonLayers('[{}]')).toThrow("'layer', its name");
  expect(() => parseJsonLayers('{"layers":5}')).toThrow('takes an array');
});
