import { littleEndian, Window } from '../wire/index.js';
import { NetlinkError } from './error.js';
import { attributeAt, decodeExtendedAck, missingAttribute } from './extended-ack.js';
import { align4, messageFlags, messageHeaderSize } from './header.js';
import type { AnyRequest } from './request.js';

/**
 * The error that an NLMSG_ERROR at `start` stands for: struct nlmsgerr (linux/netlink.h), then the request that
 * was refused or, with NLM_F_CAPPED, only its header, then attributes. Undefined when it says that all is well.
 */
export function readAcknowledgement(
  window: Window,
  start: number,
  end: number,
  request: AnyRequest,
  sent: Uint8Array,
): NetlinkError | undefined {
  const { view } = window;
  const errno = view.getInt32(start + messageHeaderSize, littleEndian);
  if (errno === 0) return undefined;
  const flags = view.getUint16(start + 6, littleEndian);
  const echo = start + messageHeaderSize + 4;
  const echoed = flags & messageFlags.NLM_F_CAPPED ? messageHeaderSize : view.getUint32(echo, littleEndian);
  const attributes = echo + align4(echoed);
  return refusal(window, attributes, end, flags, errno, request, sent);
}

/** The error that an NLMSG_DONE at `start` reports: an errno, then attributes. Undefined when the dump ended well. */
export function readDone(
  window: Window,
  start: number,
  end: number,
  request: AnyRequest,
  sent: Uint8Array,
): NetlinkError | undefined {
  const { view } = window;
  const payload = start + messageHeaderSize;
  const errno = end - payload >= 4 ? view.getInt32(payload, littleEndian) : 0;
  // A dump that ends well says how many bytes it had, or 0: only a negative number is an errno.
  if (errno >= 0) return undefined;
  return refusal(window, payload + 4, end, view.getUint16(start + 6, littleEndian), errno, request, sent);
}

function refusal(
  window: Window,
  attributes: number,
  end: number,
  flags: number,
  errno: number,
  { schema, type }: AnyRequest,
  sent: Uint8Array,
): NetlinkError {
  if ((flags & messageFlags.NLM_F_ACK_TLVS) === 0 || attributes > end)
    return new NetlinkError({ request: type, errno });
  const { msg, offs, policy, missType, missNest } = decodeExtendedAck(window, attributes, end);
  const sentWindow = new Window(sent);
  const asked = schema.requestSchema(schema.types[type]!);
  return new NetlinkError({
    request: type,
    errno,
    kernelMessage: msg,
    attribute: offs === undefined ? undefined : attributeAt(asked, sentWindow, offs),
    policy,
    missing: missType === undefined ? undefined : missingAttribute(asked, sentWindow, missType, missNest),
  });
}
