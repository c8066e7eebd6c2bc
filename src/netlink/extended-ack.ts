import {
  bytes,
  enumOf,
  i64,
  names,
  type Part,
  text,
  u32,
  u64,
  type Window,
  WireError,
} from '../wire/index.js';
import { type AttributeSet, attributes, type DecodedAttributes } from './attributes.js';
import { messageHeaderSize } from './header.js';
import type { Message } from './message.js';
import { nested } from './nested.js';

/** enum netlink_attribute_type (linux/netlink.h). */
const attributeTypes = names('NL_ATTR_TYPE', {
  invalid: 0,
  flag: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  u64: 5,
  s8: 6,
  s16: 7,
  s32: 8,
  s64: 9,
  binary: 10,
  string: 11,
  nulString: 12,
  nested: 13,
  nestedArray: 14,
  bitfield32: 15,
  sint: 16,
  uint: 17,
});

const policy = attributes('NL_POLICY_TYPE_ATTR', {
  type: [1, enumOf(u32, attributeTypes)],
  minValueS: [2, i64],
  maxValueS: [3, i64],
  minValueU: [4, u64],
  maxValueU: [5, u64],
  minLength: [6, u32],
  maxLength: [7, u32],
  policyIdx: [8, u32],
  policyMaxtype: [9, u32],
  bitfield32Mask: [10, u32],
  mask: [12, u64],
});

/** What the kernel accepts for an attribute. */
export type AttributePolicy = DecodedAttributes<(typeof policy)['fields']>;

/** The attributes behind struct nlmsgerr, or behind the errno of NLMSG_DONE (linux/netlink.h). */
export const extendedAck = attributes('NLMSGERR_ATTR', {
  msg: [1, text],
  /** Bytes from the request's nlmsghdr to the attribute at fault. */
  offs: [2, u32],
  cookie: [3, bytes],
  policy: [4, nested(policy)],
  missType: [5, u32],
  missNest: [6, u32],
});

export type ExtendedAck = DecodedAttributes<(typeof extendedAck)['fields']>;

/** Reads what stands from `start` to `end`; what cannot be read is left out, an error is at hand already. */
export function decodeExtendedAck(window: Window, start: number, end: number): ExtendedAck {
  const value: Record<string, unknown> = {};
  extendedAck.decodeInto(value, window, start, end, []);
  return value as ExtendedAck;
}

/** The path of the attribute or header field at `offset` of a request: `linkinfo.kind`. */
export function attributeAt(schema: Message, request: Window, offset: number): string | undefined {
  return locate(schema.parts(request, messageHeaderSize, request.u8.length), request, offset)?.path;
}

/** The path of attribute number `type`, missing from the nest at `nest` or, without one, from the message. */
export function missingAttribute(
  schema: Message,
  request: Window,
  type: number,
  nest: number | undefined,
): string | undefined {
  if (nest === undefined) return schema.attributes.field(type)?.name ?? `#${type}`;
  const container = locate(schema.parts(request, messageHeaderSize, request.u8.length), request, nest);
  if (container === undefined) return `#${type}`;
  return `${container.path}.${container.set?.field(type)?.name ?? `#${type}`}`;
}

function locate(
  parts: Iterable<Part>,
  window: Window,
  offset: number,
): { path: string; set: AttributeSet | undefined } | undefined {
  try {
    for (const part of parts) {
      const start = part.lead?.start ?? part.start;
      if (offset < start || offset >= part.end) continue;
      const type = part.type as (Part['type'] & { set?: AttributeSet }) | undefined;
      const here = { path: part.name, set: type?.set };
      if (offset === start || type?.parts === undefined) return here;
      const inner = locate(type.parts(window, part.start, part.end), window, offset);
      if (inner === undefined) return here;
      const dot = inner.path.startsWith('[') ? '' : '.';
      return { ...inner, path: part.name + dot + inner.path };
    }
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
  }
  return undefined;
}
