/** An Exchange with a fake kernel. */
import { Exchange, type Outgoing } from '../../src/netlink/exchange.js';
import { route } from '../../src/netlink/index.js';
import { encodeRequest } from '../../src/netlink/request.js';
import type { WaitOptions } from '../../src/socket/index.js';
import { FakeChannel, fromKernel, type Queued, sequenceOf } from './fake-channel.js';
import { acknowledgement, netlinkMessage } from './netlink-bytes.js';

export const RTM_NEWROUTE = 24;

type Type = 'RTM_NEWROUTE' | 'RTM_GETROUTE';

/** Requests under the sequence numbers from 1 on. */
export function requests(count: number, type: Type = 'RTM_NEWROUTE', flags = 0): Outgoing[] {
  return Array.from({ length: count }, (_, index) => {
    const request = { schema: route, type, value: { family: 'inet' as const, table: index }, flags };
    return { request, sequence: index + 1, sent: encodeRequest(request, index + 1) };
  });
}

export const acknowledging = (sent: Uint8Array): Queued[] => [
  fromKernel(acknowledgement(sequenceOf(sent), 0)),
];

/** A route of that table, as the kernel answers it. */
export function answer(sequence: number, table: number, flags = 0): Uint8Array {
  const body = encodeRequest(
    { schema: route, type: 'RTM_NEWROUTE', value: { family: 'inet', table } },
    0,
  ).subarray(16);
  return netlinkMessage({ type: RTM_NEWROUTE, flags, sequence }, body);
}

export function exchange(kernel: (message: Uint8Array, channel: FakeChannel) => Queued[], slots?: number) {
  const channel = new FakeChannel(kernel, slots);
  const exchange = new Exchange(channel.channel);
  const send = (items: readonly Outgoing[], options: WaitOptions = {}) => exchange.send(items, options);
  return { channel, exchange, send };
}

export const codes = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.map(outcome => (outcome.status === 'fulfilled' ? 'ok' : outcome.reason.code));
