import { describe, expect, test } from 'vitest';
import {
  buildPacket,
  decodePacket,
  icmpTypes,
  icmpv6Types,
  parseJsonLayers,
  parseLayers,
  parsePacketSet,
} from '../../src/raw/index.js';
import { valuesIn, wordOf } from '../../src/raw/value-sets.js';
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

  test.each(
    (['icmp', 'icmpv6'] as const).flatMap(layer => {
      const { numbers } = { icmp: icmpTypes, icmpv6: icmpv6Types }[layer];
      return Object.entries(numbers).map(([name, number]) => [layer, name, number] as const);
    }),
  )('%s %s is %i', (layer, name, number) => {
    const [byName, byNumber] = [name, String(number)].map(type =>
      buildPacket(parseLayers([layer, `type=${type}`, 'code=1']), { src: '::1', dst: '::1' }),
    );
    expect(toHex(byName!)).toBe(toHex(byNumber!));
    expect([...byName!.subarray(0, 2)]).toEqual([number, 1]);
    const packet = decodePacket(byName!, layer);
    expect(packet.find(layer)?.type).toBe(name);
    expect(packet.line()).not.toContain('undefined');
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
    [['icmp', 'type=300'], 'icmp.type: 300 is not a whole number from 0 to 255'],
    [['icmp', 'type=destUnrech'], "icmp.type: 'destUnrech' is no ICMP_ name: did you mean 'destUnreach'?"],
    [['icmpv6', 'type=neighborSolicitation'], "did you mean 'neighbourSolicitation'?"],
    [['ipv4', 'protocol=udpp'], "ipv4.protocol: 'udpp' is no IPPROTO_ name: did you mean 'udp'?"],
    [['ipv4', 'flags=dff'], "ipv4.flags: 'dff' is no IP_ name: did you mean 'df'?"],
    [['tcp', 'flags=999'], 'tcp.flags: 999 is not a whole number from 0 to 511'],
    [['ntp', 'mode=clint'], "ntp.mode: 'clint' is no NTP_MODE_ name: did you mean 'client'?"],
    [['payload', 'size=-1'], "'-1' is not a number of bytes"],
    [['udp', 'dstPort=[1'], 'is no JSON'],
  ])('%j is refused', (words, message) => {
    expect(() => parseLayers(words)).toThrow(message);
  });
});

describe('several packets from words', () => {
  test('a packet for each combination', () => {
    const set = parsePacketSet('ip/tcp dst=10.0.0.0/30 dstPort=22,80-81 flags=syn,ack ip.ttl=9'.split(' '));
    expect([set.size, set.varied]).toEqual([6, ['dst', 'dstPort']]);
    const all = Array.from({ length: set.size }, (_, index) => set.values(index).join(' '));
    expect(all).toEqual([
      '10.0.0.1 22',
      '10.0.0.1 80',
      '10.0.0.1 81',
      '10.0.0.2 22',
      '10.0.0.2 80',
      '10.0.0.2 81',
    ]);
    expect(set.layers(4)).toEqual([
      { layer: 'ipv4', dst: '10.0.0.2', ttl: 9 },
      { layer: 'tcp', dstPort: 80, flags: ['syn', 'ack'] },
    ]);
    expect(() => parseLayers(['udp', 'dstPort=1-2'])).toThrow('dstPort: one value, for one packet');
  });

  test.each([
    ['ip', 'ttl=1-3', ['1', '2', '3']],
    ['ip', 'dscp=0x10-0x11', ['16', '17']],
    ['ip', 'dst=10.0.0.254-10.0.1.1', ['10.0.0.254', '10.0.0.255', '10.0.1.0', '10.0.1.1']],
    ['ip6', 'dst=fd00::/126', ['fd00::1', 'fd00::2', 'fd00::3']],
    ['arp', 'targetProtocol=10.0.0.7/31', ['10.0.0.6', '10.0.0.7']],
    ['eth', 'dst=02:00:00:00:00:01,02:00:00:00:00:02', ['02:00:00:00:00:01', '02:00:00:00:00:02']],
    ['icmp', 'type=echo,timestamp', ['echo', 'timestamp']],
    ['payload', 'size=1,3', ['1', '3']],
    ['udp', 'dstPort=7 dstPort=8', []],
    ['igmp', 'sources=10.0.0.1,10.0.0.2', []],
    ['tftp', 'file=1-2', []],
  ])('%s %s', (layer, words, values) => {
    const set = parsePacketSet([layer, ...words.split(' ')]);
    expect(set.size).toBe(Math.max(1, values.length));
    expect(values.map((_, index) => set.values(index)[0])).toEqual(values);
  });

  test.each([
    ['udp dstPort=1-70000', 'udp.dstPort: 1-70000 stands for 70000 values, more than 65536'],
    ['udp dstPort=1-65535 srcPort=1,2', '131070 packets, more than 65536'],
    ['udp dstPort=9-1', '9-1 ends before it begins'],
    ['udp dstPort=1,http', 'http is not a whole number'],
    ['udp dstPort=65535-65536', '65536 is not a whole number'],
    ['ip dst=10.0.0.0/33', '10.0.0.0/33 is not a prefix'],
    ['ip dst=host/24', "'host/24' is not an IPv4 address"],
    ['ip dst=10.0.0.1-9', "'10.0.0.1-9' is not an IPv4 address"],
  ])('%s is refused', (words, message) => {
    expect(() => parsePacketSet(words.split(' '))).toThrow(message);
  });

  test.each([
    [['1', '2', '3', '7', '9', '10'], '1-3,7,9-10'],
    [['10.0.0.255', '10.0.1.0'], '10.0.0.255-10.0.1.0'],
    [['echo', '5'], 'echo,5'],
    [['3', '2'], '3,2'],
  ])('%j as one word', (values, word) => {
    expect(wordOf(values)).toBe(word);
    expect(valuesIn(`${word},x`)).toEqual([...values, 'x']);
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
