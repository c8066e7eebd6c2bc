// unix-afkit.js KIND SIZE COUNT: both ends in this process, through afkit/unix. Prints what it took.
import { openSync } from 'node:fs';
import { OwnedFd } from '../../dist/socket/index.js';
import { UnixDatagram, UnixSeqpacket, UnixStream } from '../../dist/unix/index.js';
import { roundTrips, throughput, timed } from './stream-traffic.js';

const [kind, ...numbers] = process.argv.slice(2);
const [size, count] = numbers.map(Number);

/** The same bytes again and again. */
function* messages() {
  const bytes = Buffer.alloc(size, 'x');
  for (let i = 0; i < count; i++) yield bytes;
}

async function inBatches([from, to]) {
  const sending = from.sendMany(messages());
  let received = 0;
  for await (const batch of to.batches({ slots: 64, size: 2048 })) {
    for (let i = 0; i < batch.count; i++)
      if (batch.length(i) !== size) throw new Error('a message was changed');
    received += batch.count;
    if (received === count) break;
  }
  await sending;
}

async function oneByOne([from, to]) {
  const bytes = Buffer.alloc(size, 'x');
  const sending = (async () => {
    for (let i = 0; i < count; i++) await from.send(bytes);
  })();
  for (let i = 0; i < count; i++) if ((await to.receive()).data.length !== size) throw new Error('changed');
  await sending;
}

/** `count` messages of a byte, with `size` descriptors each. */
async function descriptors([from, to]) {
  const fds = Array(size).fill(openSync('/dev/null', 'r'));
  for (let done = 0; done < count; ) {
    let sent = 0;
    while (sent < 64 && done + sent < count && from.trySend('x', { fds })) sent++;
    for (let i = 0; i < sent; i++) OwnedFd.closeAll(to.tryReceive().fds);
    done += sent;
  }
}

async function descriptorsInStream([from, to]) {
  const fds = Array(size).fill(openSync('/dev/null', 'r'));
  for (let i = 0; i < count; i++) {
    const sending = from.send('x', { fds });
    OwnedFd.closeAll((await to.receive()).fds);
    await sending;
  }
}

const work = {
  stream: () => throughput(...UnixStream.pair(), size, count),
  roundtrip: () => roundTrips(...UnixStream.pair(), size, count),
  datagram: () => inBatches(UnixDatagram.pair()),
  'datagram-single': () => oneByOne(UnixDatagram.pair()),
  seqpacket: () => inBatches(UnixSeqpacket.pair()),
  'seqpacket-single': () => oneByOne(UnixSeqpacket.pair()),
  descriptors: () => descriptors(UnixSeqpacket.pair()),
  'descriptors-stream': () => descriptorsInStream(UnixStream.pair()),
};
await timed(work[kind]);
