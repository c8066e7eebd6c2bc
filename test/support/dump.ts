/** A Dump from a fake kernel. */
import { type ChannelPool, Dump, type DumpOptions } from '../../src/netlink/dump.js';
import { messageFlags } from '../../src/netlink/header.js';
import { route } from '../../src/netlink/index.js';
import { encodeRequest } from '../../src/netlink/request.js';
import { FakeChannel, fromKernel, type Queued, sequenceOf } from './fake-channel.js';
import { done, netlinkMessage } from './netlink-bytes.js';

const { NLM_F_MULTI, NLM_F_DUMP } = messageFlags;
const request = { schema: route, type: 'RTM_GETROUTE' as const, value: {}, flags: NLM_F_DUMP };

/** A route of that table, as the kernel dumps it. */
export function item(sequence: number, table: number, flags: number = NLM_F_MULTI): Uint8Array {
  const value = { family: 'inet' as const, table };
  const body = encodeRequest({ schema: route, type: 'RTM_NEWROUTE', value }, 0).subarray(16);
  return netlinkMessage({ type: 24, flags, sequence }, body);
}

/** A dump of a fake kernel, and what became of its channels. */
export function dumpFrom(
  kernel: (sent: Uint8Array, channel: FakeChannel) => Queued[],
  options: DumpOptions = {},
  slots?: number,
) {
  const channels: FakeChannel[] = [];
  const fate: string[] = [];
  let sequence = 0;
  const pool: ChannelPool = {
    acquire: () => {
      const channel = new FakeChannel(kernel, slots);
      channels.push(channel);
      return channel.channel;
    },
    release: () => void fate.push('released'),
    discard: channel => {
      fate.push('discarded');
      channel.close();
    },
    nextSequence: () => ++sequence,
  };
  const encode = (number: number) => encodeRequest(request, number);
  return { dump: new Dump<typeof route>(pool, request, encode, options), channels, fate };
}

/** Datagrams with one item each, tables 0 to count − 1, then NLMSG_DONE. */
export const table =
  (count: number) =>
  (sent: Uint8Array): Queued[] => {
    const sequence = sequenceOf(sent);
    return [
      ...Array.from({ length: count }, (_, index) => fromKernel(item(sequence, index))),
      fromKernel(done(sequence)),
    ];
  };

export const tables = (items: readonly { table?: number }[]) => items.map(({ table }) => table);
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

export async function collect<T>(items: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const item of items) into.push(item);
  return into;
}
