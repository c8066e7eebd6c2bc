/** Reads from a stream into buffers of their own: small reads are copied, large ones go straight to where they stay. */
import { controlSpace, MessageBatch, type Socket, SocketError } from '../socket/index.js';
import { pathSize } from './address.js';
import { credentialsSize } from './credentials.js';
import { EAGAIN } from './errno.js';
import { mostDescriptors } from './outgoing.js';

/** Bytes of one read from a stream at most, as Node.js has it. */
export const streamRead = 64 * 1024;

/** Room for everything that may come beside the data: descriptors, credentials, a pidfd, a time, a label, SO_INQ. */
export const controlRoom = controlSpace(mostDescriptors * 4, credentialsSize, 4, 16, 256, 4);

/** Room for an address: 108 bytes of path and the NUL that the kernel puts behind it. */
export const nameRoom = pathSize + 3;

/** Slot 0 of a batch that all streams of this thread share: what it holds is taken out at once. */
let shared: MessageBatch | undefined;

export function receivingSlot(): MessageBatch {
  shared ??= new MessageBatch({
    slots: 1,
    payloadSize: streamRead,
    nameSize: nameRoom,
    controlSize: controlRoom,
  });
  return shared;
}

/**
 * Where large reads go, one behind the other, as Node.js does with files: to allocate 64 KiB for each costs as much as
 * the read. Shared by the streams of this thread. One read that somebody keeps keeps all of it.
 */
const slabSize = 8 * streamRead;
let slab: Buffer | undefined;
let slabUsed = 0;

/** The reads of one stream, which remember how large the last one was. */
export class StreamReader {
  #large = false;

  /**
   * The next bytes, in a buffer that is nobody else's; undefined when there are none for now. The end of the stream
   * is an empty buffer. What came beside them is in slot 0 of {@link receivingSlot}.
   */
  read(socket: Socket, flags = 0, size: number = streamRead): Buffer | undefined {
    const slot = receivingSlot();
    if (this.#large && size >= streamRead) return this.#readInPlace(socket, flags, slot);
    const result =
      size >= streamRead
        ? slot.receive(socket.fd, flags, 1)
        : slot.receiveInto(socket.fd, flags, slot.payload.subarray(0, size));
    if (result < 0) return nothing(result, socket);
    const length = slot.length(0);
    this.#large = length >= streamRead / 2;
    return copied(slot.payload, length);
  }

  #readInPlace(socket: Socket, flags: number, slot: MessageBatch): Buffer | undefined {
    if (slab === undefined || slabUsed + streamRead > slabSize) {
      slab = Buffer.allocUnsafeSlow(slabSize);
      slabUsed = 0;
    }
    const buffer = slab.subarray(slabUsed, slabUsed + streamRead);
    const result = slot.receiveInto(socket.fd, flags, buffer);
    if (result < 0) return nothing(result, socket);
    const length = slot.length(0);
    if (length < streamRead / 2) {
      this.#large = false;
      return copied(buffer, length);
    }
    // What follows begins at a multiple of a word.
    slabUsed += (length + 7) & -8;
    return length === streamRead ? buffer : buffer.subarray(0, length);
  }
}

function copied(bytes: Uint8Array, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  buffer.set(length === bytes.length ? bytes : bytes.subarray(0, length));
  return buffer;
}

function nothing(result: number, socket: Socket): undefined {
  if (result === EAGAIN) return undefined;
  const explanation = socket.closed ? 'the socket is closed' : undefined;
  throw new SocketError({ syscall: 'recvmsg', errno: result, explanation });
}
