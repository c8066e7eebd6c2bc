/** The other process of a measurement: it has one end of a pair as descriptor 3. */
import { OwnedFd } from '../../../socket/index.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import type { UnixSocketType } from '../../../unix/diagnosis.js';
import { UnixSeqpacket } from '../../../unix/seqpacket.js';
import { UnixStream } from '../../../unix/stream.js';
import type { Endpoint } from '../talk/endpoint.js';

export type Role = 'echo' | 'sink' | 'descriptors';

export interface PeerSettings {
  readonly type: UnixSocketType;
  readonly role: Role;
}

/** What a peer has received, from the first to the last, which is printed at the end. */
export interface Tally {
  messages: number;
  bytes: number;
  milliseconds: number;
}

export function adoptEnd(fd: OwnedFd, type: UnixSocketType): Endpoint {
  if (type === 'stream') return UnixStream.adopt(fd, { allowHalfOpen: true });
  return type === 'seqpacket' ? UnixSeqpacket.adopt(fd) : UnixDatagram.adopt(fd);
}

/** A message of this length ends a run of datagrams. */
export const endMark = 1;

export async function benchPeer({ type, role }: PeerSettings): Promise<undefined> {
  const endpoint = adoptEnd(new OwnedFd(3), type);
  if (role === 'echo') {
    await echo(endpoint);
    return undefined;
  }
  const tally: Tally = { messages: 0, bytes: 0, milliseconds: 0 };
  let first: number | undefined;
  const count = (messages: number, bytes: number): void => {
    first ??= performance.now();
    tally.messages += messages;
    tally.bytes += bytes;
  };
  if (role === 'descriptors') await takeDescriptors(endpoint, count);
  else await sink(endpoint, count);
  tally.milliseconds = performance.now() - (first ?? performance.now());
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  return undefined;
}

async function echo(endpoint: Endpoint): Promise<void> {
  for (;;) {
    const message = await endpoint.receive();
    if (message === undefined || message.data.length === endMark) return;
    await endpoint.send(message.data);
  }
}

async function sink(endpoint: Endpoint, count: (messages: number, bytes: number) => void): Promise<void> {
  if (endpoint instanceof UnixStream) {
    for await (const chunk of endpoint) count(1, (chunk as Buffer).length);
    return;
  }
  for await (const batch of endpoint.batches({ size: 65_536, slots: 64 })) {
    let bytes = 0;
    for (let i = 0; i < batch.count; i++) bytes += batch.length(i);
    count(batch.count, bytes);
    if (batch.length(batch.count - 1) === endMark) return;
  }
}

async function takeDescriptors(
  endpoint: Endpoint,
  count: (messages: number, bytes: number) => void,
): Promise<void> {
  for (;;) {
    const message = await endpoint.receive();
    if (message === undefined || (message.fdCount === 0 && message.data.length === endMark)) return;
    count(message.fdCount, message.data.length);
    OwnedFd.closeAll(message.fds);
  }
}
