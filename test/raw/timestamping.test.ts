import { describe, expect, it } from 'vitest';
import { decodeQueued } from '../../src/raw/error-queue.js';
import { IpSocket, PacketSocket } from '../../src/raw/index.js';
import { decodeIpControl } from '../../src/raw/ip-control.js';
import { bothWays, decodeTimestamps, timestampingOption } from '../../src/raw/timestamping.js';
import { constants as c } from '../../src/socket/index.js';
import { littleEndian } from '../../src/wire/index.js';
import { quietNetwork } from '../support/quiet-network.js';

type Time = readonly [seconds: bigint, nanoseconds: bigint];

/** struct scm_timestamping64 (linux/errqueue.h): three times, each two 64-bit numbers. */
function scmTimestamping(...times: readonly [software: Time, retired: Time, hardware: Time]) {
  const data = new Uint8Array(48);
  const view = new DataView(data.buffer);
  for (const [i, number] of times.flat().entries()) view.setBigInt64(i * 8, number, littleEndian);
  return { level: c.SOL_SOCKET, type: timestampingOption, data };
}

const none: Time = [0n, 0n];
const software: Time = [1_700_000_000n, 123_456_789n];
const hardware: Time = [37n, 5n];

describe('the times of a message', () => {
  it.each([
    ['neither', none, none, none, {}],
    ['the kernel’s', software, none, none, { software: 1_700_000_000_123_456_789n }],
    ['the card’s, which is the third', none, none, hardware, { hardware: 37_000_000_005n }],
    [
      'both, and never the second, which is retired',
      software,
      [9n, 9n],
      hardware,
      { software: 1_700_000_000_123_456_789n, hardware: 37_000_000_005n },
    ],
  ] as const)('%s', (_what, first, second, third, expected) => {
    const message = scmTimestamping(first, second, third);
    expect(decodeTimestamps(message.data)).toEqual(expected);
    expect(decodeIpControl([message])).toEqual({ timestamps: expected });
  });

  it('are none where bytes are missing', () => {
    const { data } = scmTimestamping(software, none, hardware);
    expect(decodeTimestamps(data.subarray(0, 47))).toEqual({ software: 1_700_000_000_123_456_789n });
    expect(decodeTimestamps(data.subarray(0, 15))).toEqual({});
  });

  it('of one that was sent are the card’s too', () => {
    const extended = new Uint8Array(16);
    const view = new DataView(extended.buffer);
    view.setUint32(0, 42, littleEndian);
    view.setUint8(4, 4);
    view.setUint32(12, 77, littleEndian);
    for (const [level, type] of [
      [c.SOL_IP, c.IP_RECVERR],
      [c.SOL_IPV6, c.IPV6_RECVERR],
      [c.SOL_PACKET, c.PACKET_TX_TIMESTAMP],
    ] as const) {
      const messages = [scmTimestamping(none, none, hardware), { level, type, data: extended }];
      expect(decodeQueued(messages, new Uint8Array(0), new Uint8Array(0))).toEqual({
        event: 'transmitted',
        id: 77,
        stage: 'sent',
        hardware: 37_000_000_005n,
      });
    }
  });
});

it('of the card are asked for by flags that the kernel keeps, and absent where no card has any', async ctx => {
  await using net = quietNetwork(ctx);
  const { namespace } = net;
  using ip = IpSocket.open({
    family: 'inet',
    protocol: 'udp',
    type: 'datagram',
    namespace,
    timestamping: bothWays,
  });
  using packet = PacketSocket.open({ interface: 'lo', namespace, timestamping: bothWays });
  for (const kept of [ip.get('timestamping'), packet.get('timestamping')])
    expect([...kept].sort()).toEqual([...bothWays].sort());
  ip.bind('127.0.0.1');
  for (let sent = 0; ; ) {
    await ip.send(Uint8Array.of(1), ip.localEndpoint());
    const signal = AbortSignal.timeout(20_000);
    for await (const event of ip.events({ signal })) {
      if (event.event !== 'message') continue;
      expect(event.control.timestamps?.hardware).toBeUndefined();
      if (event.control.timestamps?.software !== undefined) return;
      break;
    }
    // Stamping begins a moment after it was asked for.
    expect(++sent).toBeLessThan(100);
  }
});
