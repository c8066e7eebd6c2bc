/** Compile-time tests: `tsc --noEmit` checks this file; nothing runs it. */
import type { Duplex } from 'node:stream';
import { expectTypeOf } from 'vitest';
import {
  type Adopted,
  adopt,
  type ReceivedMessage,
  UnixAddress,
  UnixDatagram,
  UnixListener,
  type UnixSeqpacket,
  UnixStream,
} from '../../src/unix/index.js';

// A stream is a Duplex, and a message of it may be the end.
expectTypeOf<UnixStream>().toExtend<Duplex>();
expectTypeOf<UnixStream['receive']>().returns.resolves.toEqualTypeOf<ReceivedMessage | undefined>();
expectTypeOf<UnixStream['tryReceive']>().returns.toEqualTypeOf<ReceivedMessage | undefined | null>();

// A listener gives what its type says.
const streams = UnixListener.listen('@types');
const packets = UnixListener.listen('@types', { type: 'seqpacket' });
expectTypeOf(streams.accept).returns.resolves.toEqualTypeOf<UnixStream>();
expectTypeOf(packets.accept).returns.resolves.toEqualTypeOf<UnixSeqpacket>();
packets.on('connection', connection => expectTypeOf(connection).toEqualTypeOf<UnixSeqpacket>());
// @ts-expect-error there are no listeners of datagrams
UnixListener.listen('@types', { type: 'datagram' });

// An address is text or an object, never a number.
expectTypeOf(UnixStream.connect).parameter(0).toEqualTypeOf<UnixAddress | string>();
expectTypeOf(UnixAddress.unnamed.kind).toEqualTypeOf<'path' | 'abstract' | 'unnamed'>();
// @ts-expect-error a datagram socket has no peer to dial
UnixDatagram.dial('@types');

// Only a datagram says whom it goes to by `to`; a stream has nobody else to send to.
const [datagram] = UnixDatagram.pair();
datagram.send('x', { to: '@types', fds: [0] });
const [stream] = UnixStream.pair();
// @ts-expect-error a stream has one peer
stream.send('x', { to: '@types' });
// @ts-expect-error descriptors do not go with many messages
datagram.sendMany(['x'], { fds: [0] });

// What was adopted is told apart by its kind.
const adopted = await adopt(0);
if (adopted.kind === 'unix stream') expectTypeOf(adopted.value).toEqualTypeOf<UnixStream>();
expectTypeOf<Extract<Adopted, { kind: 'other' }>['info']['access']>().toEqualTypeOf<
  'read' | 'write' | 'read and write' | 'path'
>();
