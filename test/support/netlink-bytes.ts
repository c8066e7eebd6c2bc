/** Netlink messages made by hand, for kernels and peers that say what no real kernel says. Host byte order. */
import { littleEndian } from '../../src/wire/index.js';

export interface Header {
  type: number;
  flags?: number;
  sequence?: number;
  port?: number;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

export function u16(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(2));
  view.setUint16(0, value, littleEndian);
  return new Uint8Array(view.buffer);
}

export function u32(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value >>> 0, littleEndian);
  return new Uint8Array(view.buffer);
}

function padded(bytes: Uint8Array): Uint8Array {
  return join(bytes, new Uint8Array(-bytes.length & 3));
}

/** struct nlmsghdr and what is behind it. */
export function netlinkMessage(
  { type, flags = 0, sequence = 0, port = 0 }: Header,
  ...body: Uint8Array[]
): Uint8Array {
  const payload = join(...body);
  return padded(join(u32(16 + payload.length), u16(type), u16(flags), u32(sequence), u32(port), payload));
}

/** struct nlattr and its value, padded. */
export function attribute(type: number, ...value: Uint8Array[]): Uint8Array {
  const payload = join(...value);
  return padded(join(u16(4 + payload.length), u16(type), payload));
}

/** Text that ends with NUL, as the kernel sends it. */
export function cString(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(`${text}\0`));
}

/** NLMSG_ERROR: an errno (0 or negative), the request's echo, and attributes of an extended acknowledgement. */
export function acknowledgement(
  sequence: number,
  errno: number,
  { flags = 0, echo = u32(16, 0, sequence, 0) as Uint8Array, attributes = [] as Uint8Array[] } = {},
): Uint8Array {
  return netlinkMessage({ type: 2, flags, sequence }, u32(errno), padded(echo), ...attributes);
}

/** NLMSG_DONE of a dump. */
export function done(sequence: number, errno = 0, flags = 2, attributes: Uint8Array[] = []): Uint8Array {
  return netlinkMessage({ type: 3, flags, sequence }, u32(errno), ...attributes);
}
