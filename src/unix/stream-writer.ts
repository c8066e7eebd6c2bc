/** Writes to a stream: small chunks together, large ones without a copy, attachments with the first byte. */
import type { Socket, SocketError } from '../socket/index.js';
import { EAGAIN, EBADF, EINVAL, EPERM, ESRCH, ETOOMANYREFS } from './errno.js';
import { type Attachments, Outgoing, sendFailure, sendingSlot } from './outgoing.js';

/** From this size a chunk goes to the kernel from where it is; below, copying several together costs less. */
const large = 16 * 1024;

/** Errors that concern what was attached, not the connection: nothing was sent, and the next write may succeed. */
const refusals = new Set([EBADF, EINVAL, EPERM, ESRCH, ETOOMANYREFS]);

/** A chunk that is more than data. */
export class AttachedChunk extends Outgoing {
  readonly flags: number;
  /** Why this chunk was not sent, though the stream goes on. */
  refusal: SocketError | undefined;
  /** Whether all of it is sent, or refused. */
  finished = false;

  constructor(attachments: Attachments, flags: number) {
    super(attachments);
    this.flags = flags;
  }
}

/** What is written in one go. */
export interface Writing {
  readonly chunks: readonly Buffer[];
  /** The attachments of some of them. */
  readonly attached: ReadonlyMap<Buffer, AttachedChunk>;
  /** The chunk at which to go on, and how many bytes of it are sent. */
  index: number;
  offset: number;
}

/** Sends until all is sent (true) or the kernel takes no more for now (false). Throws SocketError. */
export function sendChunks(socket: Socket, writing: Writing, count: (bytes: number) => void): boolean {
  const { chunks, attached } = writing;
  while (writing.index < chunks.length) {
    const chunk = chunks[writing.index]!;
    const attachment = attached.size === 0 ? undefined : attached.get(chunk);
    let sent: number;
    if (attachment !== undefined) {
      if (sendAttached(socket, writing, chunk, attachment, count) === 'full') return false;
      continue;
    }
    if (chunk.length - writing.offset >= large || chunks.length === 1)
      sent = sendOne(socket, chunk, writing.offset);
    else sent = sendTogether(socket, writing);
    if (sent === EAGAIN) return false;
    if (sent < 0) throw sendFailure(sent, chunk.length);
    count(sent);
    advance(writing, sent);
  }
  return true;
}

function sendOne(socket: Socket, chunk: Buffer, offset: number): number {
  const slot = sendingSlot();
  slot.setNameLength(0, 0);
  slot.setControlLength(0, 0);
  return slot.sendFrom(socket.fd, 0, offset === 0 ? chunk : chunk.subarray(offset));
}

function sendTogether(socket: Socket, { chunks, attached, index, offset }: Writing): number {
  const slot = sendingSlot();
  let length = 0;
  let from = offset;
  for (let i = index; i < chunks.length; i++, from = 0) {
    const chunk = chunks[i]!;
    const room = slot.payloadSize - length;
    if (room === 0 || (attached.size > 0 && attached.has(chunk))) break;
    const whole = from === 0 && chunk.length <= room;
    const part = whole ? chunk : chunk.subarray(from, from + room);
    slot.payload.set(part, length);
    length += part.length;
  }
  slot.setLength(0, length);
  slot.setNameLength(0, 0);
  slot.setControlLength(0, 0);
  const result = slot.send(socket.fd, 0, 1, 0);
  return result < 0 ? result : slot.length(0);
}

/** Moves on behind `sent` bytes. Empty chunks are passed over. */
function advance(writing: Writing, sent: number): void {
  let left = sent;
  while (writing.index < writing.chunks.length) {
    const rest = writing.chunks[writing.index]!.length - writing.offset;
    if (left < rest) {
      writing.offset += left;
      return;
    }
    left -= rest;
    writing.index += 1;
    writing.offset = 0;
    if (left === 0) return;
  }
}

/** Sends what it can of a chunk with attachments; notes in these why the kernel will not have it. */
function sendAttached(
  socket: Socket,
  writing: Writing,
  chunk: Buffer,
  attachment: AttachedChunk,
  count: (bytes: number) => void,
): 'full' | 'done' {
  while (attachment.refusal === undefined && writing.offset < chunk.length) {
    const slot = sendingSlot();
    slot.setNameLength(0, 0);
    attachment.attach(slot);
    const rest = writing.offset === 0 ? chunk : chunk.subarray(writing.offset);
    const sent = slot.sendFrom(socket.fd, attachment.flags, rest);
    if (sent === EAGAIN) return 'full';
    if (sent < 0) {
      const failure = attachment.failure(sent, chunk.length);
      if (writing.offset > 0 || !refusals.has(sent)) throw failure;
      attachment.refusal = failure;
    } else {
      count(sent);
      writing.offset += sent;
      attachment.sentPart();
    }
  }
  attachment.finished = true;
  writing.index += 1;
  writing.offset = 0;
  return 'done';
}
