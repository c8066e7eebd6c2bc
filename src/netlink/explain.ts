import { type ExplainedRow, explainParts, Window } from '../wire/index.js';
import type { Messages } from './event.js';
import { controlRows, type SchemaOf, unknownRows } from './explain-control.js';
import { controlConstants, headerParts } from './explain-header.js';
import { align4, firstProtocolType, messageFlags, messageHeaderSize, readHeader } from './header.js';
import type { Message } from './message.js';

/**
 * What each byte of a netlink message means, its struct nlmsghdr included. Never throws for what the bytes are:
 * what cannot be read is a row that says why.
 */
export function explain(schema: Message<any, any>, message: Uint8Array): ExplainedRow[] {
  const window = new Window(message);
  const size = message.length;
  if (size < messageHeaderSize) {
    return unknownRows(window, 0, size, `a message has at least ${messageHeaderSize} bytes`);
  }
  const end = Math.min(Math.max(readHeader(window, 0).length, messageHeaderSize), size);
  const rows = messageRows(window, 0, end, size, () => schema);
  rows.push(...unknownRows(window, end, size, 'beyond the message'));
  return rows;
}

/**
 * What each byte of netlink messages means that stand one behind the other: the rows of every message. Requests, the
 * kernel's answers, acknowledgements with the request that they echo, and ends of dumps; what no schema is for is shown
 * as hexadecimal. Never throws for what the bytes are.
 */
export function explainMessages(schemas: Messages, bytes: Uint8Array): ExplainedRow[][] {
  const byType = new Map<number, Message<any, any>>();
  for (const schema of Object.values(schemas)) {
    for (const type of Object.values(schema.types)) byType.set(type, schema);
  }
  const window = new Window(bytes);
  const size = bytes.length;
  const messages: ExplainedRow[][] = [];
  let at = 0;
  while (size - at >= messageHeaderSize) {
    const { length } = readHeader(window, at);
    if (length < messageHeaderSize) break;
    const end = Math.min(at + length, size);
    const rows = messageRows(window, at, end, end - at, type => byType.get(type));
    at = Math.min(align4(end - at) + at, size);
    rows.push(...explainParts([], window, end, at));
    messages.push(rows);
  }
  if (at < size) messages.push(unknownRows(window, at, size, 'no message'));
  return messages;
}

/** The rows of the message from `start` to `end`, of which `there` bytes are at hand. */
function messageRows(
  window: Window,
  start: number,
  end: number,
  there: number,
  schemaOf: SchemaOf,
): ExplainedRow[] {
  const header = readHeader(window, start);
  const body = start + messageHeaderSize;
  if (header.type < firstProtocolType) {
    const parts = headerParts(window, start, controlConstants, there);
    return [...explainParts(parts, window, start, body), ...controlRows(window, header, body, end, schemaOf)];
  }
  const known = schemaOf(header.type);
  // What programs ask may have other attributes than what the kernel says.
  const asked = (header.flags & messageFlags.NLM_F_REQUEST) !== 0;
  const schema = asked ? known?.requestSchema(header.type) : known;
  const rows = explainParts(headerParts(window, start, schema?.types ?? {}, there), window, start, body);
  if (schema === undefined) rows.push(...unknownRows(window, body, end, 'not in the schema'));
  else rows.push(...explainParts(schema.parts(window, body, end), window, body, end));
  return rows;
}
