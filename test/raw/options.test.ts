import { describe, expect, it } from 'vitest';
import {
  dropAll,
  encodeBpf,
  IpSocket,
  type IpSocketOptions,
  PacketSocket,
  recordRoute,
  timestampOption,
} from '../../src/raw/index.js';
import { quietNetwork } from '../support/quiet-network.js';
import { thrown } from '../support/thrown.js';

const inet: IpSocketOptions = {
  // Not once it is bound to a device.
  unicastInterface: 1,
  mark: 0x1234,
  priority: 3,
  bindToDevice: 'lo',
  broadcast: true,
  dontRoute: true,
  reuseAddr: true,
  recvDropCount: true,
  timestamping: ['rxSoftware', 'software', 'optId'],
  hdrincl: true,
  ttl: 7,
  tos: 0x10,
  mtuDiscover: 'probe',
  recvErr: true,
  recvErrRfc4884: true,
  recvTtl: true,
  recvTos: true,
  recvPktinfo: true,
  recvOptions: true,
  recvRetOptions: true,
  recvFragSize: true,
  recvOrigDstAddr: true,
  minTtl: 3,
  freebind: true,
  transparent: true,
  nodefrag: true,
  multicastTtl: 4,
  multicastLoop: false,
  multicastAll: false,
};
const inet6: IpSocketOptions = {
  mark: 5,
  hdrincl: true,
  ttl: 9,
  tos: 0x20,
  mtuDiscover: 'do',
  dontFrag: true,
  checksum: 4,
  recvErr: true,
  recvErrRfc4884: true,
  recvTtl: true,
  recvTos: true,
  recvPktinfo: true,
  recvHopOptions: true,
  recvRoutingHeader: true,
  recvDstOptions: true,
  recvPathMtu: true,
  recvFlowInfo: true,
  flowInfoSend: true,
  autoFlowLabel: true,
  recvFragSize: true,
  minTtl: 3,
  freebind: true,
  transparent: true,
  multicastInterface: 1,
  multicastTtl: 4,
  multicastLoop: false,
  multicastAll: false,
  unicastInterface: 1,
};

describe('options', () => {
  it.for([
    ['inet', inet],
    ['inet6', inet6],
  ] as const)('of %s are what they were set to', async ([family, options], ctx) => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({ family, protocol: 253, namespace: net.namespace });
    for (const [name, value] of Object.entries(options)) {
      expect(
        thrown(() => socket.set({ [name]: value })),
        name,
      ).toBeUndefined();
      expect([name, socket.get(name as 'ttl')]).toEqual([name, value]);
    }
  });

  it('of a packet socket are what they were set to', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = PacketSocket.open({ namespace: net.namespace, protocol: 0 });
    expect(socket.get('auxdata')).toBe(true);
    const options = {
      auxdata: false,
      origdev: true,
      ignoreOutgoing: true,
      qdiscBypass: true,
      priority: 2,
      mark: 7,
    };
    for (const [name, value] of Object.entries(options)) {
      socket.set({ [name]: value });
      expect([name, socket.get(name as 'mark')]).toEqual([name, value]);
    }
    expect(() => socket.set({ ttl: 3 } as object)).toThrow(/'ttl' is not known/);
  });

  it('that a family lacks, and values that do not fit, are refused by name', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({ family: 'inet', protocol: 253, namespace: net.namespace });
    expect(() => socket.set({ checksum: 2 })).toThrow('sockets of the family inet have no option checksum');
    expect(() => socket.set({ mtuDiscover: 'wnat' as 'want' })).toThrow(/did you mean 'want'/);
    expect(() => socket.set({ timestamping: ['rxSofware' as 'rxSoftware'] })).toThrow(
      /did you mean 'rxSoftware'/,
    );
    expect(thrown(() => socket.set({ bindToDevice: 'nope' })).code).toBe('ENODEV');
    expect(thrown(() => socket.set({ ttl: 256 })).code).toBe('EINVAL');
    // ICMP_FILTER is for ICMP: other raw sockets have none.
    expect(thrown(() => socket.set({ icmpFilter: { pass: [0] } })).code).toBe('EOPNOTSUPP');
  });

  it('of the IPv4 header are accepted by the kernel as they are built', async ctx => {
    await using net = quietNetwork(ctx);
    using socket = IpSocket.open({ family: 'inet', protocol: 253, namespace: net.namespace });
    const options = [
      recordRoute(),
      recordRoute(3),
      timestampOption(),
      timestampOption('address'),
      timestampOption(['127.0.0.1', '127.0.0.2']),
    ];
    for (const bytes of options) {
      socket.set({ options: bytes });
      const set = socket.get('options');
      expect(set[0]).toBe(bytes[0] === 1 ? 1 : 68);
      expect(set.length % 4).toBe(0);
    }
    expect(() => recordRoute(10)).toThrow(/1 to 9/);
    expect(() => timestampOption([])).toThrow(/1 to 4/);
    expect(() => timestampOption(['::1'])).toThrow(/not an IPv4 address/);
  });

  it('checks programs before the kernel does', () => {
    expect([...encodeBpf(dropAll)]).toEqual([6, 0, 0, 0, 0, 0, 0, 0]);
    expect(() => encodeBpf([[6, 0, 0, -1]])).toThrow(/instruction 0 has -1/);
  });
});
