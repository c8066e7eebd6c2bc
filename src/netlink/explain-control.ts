import { constants } from 'node:os';
import { type ExplainedRow, explainParts, littleEndian, Window } from '../wire/index.js';
import { headerParts } from './explain-header.js';
import { attributeAt, extendedAck, missingAttribute } from './extended-ack.js';
import { align4, controlTypes, messageFlags, messageHeaderSize, readHeader } from './header.js';
import type { Message } from './message.js';
import { NLMSG_TSTAMP, timestamp } from './rtmon.js';

const { NLM_F_CAPPED, NLM_F_ACK_TLVS } = messageFlags;
const errnoSize = 4;

/** The constants of errnos by number, by the names that the kernel has for them. */
const errnoNames = new Map(
  Object.entries(constants.errno)
    .filter(([name]) => name !== 'ENOTSUP' && name !== 'EWOULDBLOCK')
    .map(([name, number]) => [number, name]),
);

/** The schema for a message type; undefined where there is none. */
export type SchemaOf = (type: number) => Message<any, any> | undefined;

/** The payload of a message that every protocol has, from `start` to `end`: NLMSG_ERROR, NLMSG_DONE and the like. */
export function controlRows(
  window: Window,
  header: { readonly type: number; readonly flags: number },
  start: number,
  end: number,
  schemaOf: SchemaOf,
): ExplainedRow[] {
  const { type, flags } = header;
  if (type === controlTypes.NLMSG_ERROR) return errorRows(window, flags, start, end, schemaOf);
  if (type === controlTypes.NLMSG_DONE) {
    const rows = errnoRows(window, start, end, 'status');
    const attributes = Math.min(start + errnoSize, end);
    return [...rows, ...acknowledgementRows(window, flags, attributes, end, undefined)];
  }
  if (type === NLMSG_TSTAMP && end - start === timestamp.size) {
    return explainParts(timestamp.parts!(window, start, end), window, start, end);
  }
  return unknownRows(window, start, end, 'not in the schema');
}

/** Bytes that nothing is known of. */
export function unknownRows(
  window: Window,
  start: number,
  end: number,
  note: string,
  depth = 0,
): ExplainedRow[] {
  return explainParts([{ name: '#rest', start, end, type: undefined, note }], window, start, end, depth);
}

/** struct nlmsgerr: an errno, the request that it answers or, of a capped one, its header, then attributes. */
function errorRows(
  window: Window,
  flags: number,
  start: number,
  end: number,
  schemaOf: SchemaOf,
): ExplainedRow[] {
  const rows = errnoRows(window, start, end, 'error');
  const echo = Math.min(start + errnoSize, end);
  if (end - echo < messageHeaderSize) {
    return [...rows, ...unknownRows(window, echo, end, 'the beginning of a request')];
  }
  const request = readHeader(window, echo);
  const schema = schemaOf(request.type);
  const capped = (flags & NLM_F_CAPPED) !== 0;
  const echoed = capped ? messageHeaderSize : Math.max(request.length, messageHeaderSize);
  const stop = Math.min(echo + echoed, end);
  const body = echo + messageHeaderSize;
  const there = capped ? undefined : Math.min(request.length, end - echo);
  const parts = headerParts(window, echo, schema?.types ?? {}, there, 'request.');
  rows.push(...explainParts(parts, window, echo, body, 1));
  if (schema === undefined) rows.push(...unknownRows(window, body, stop, 'not in the schema', 1));
  else rows.push(...explainParts(schema.parts(window, body, stop), window, body, stop, 1));
  const attributes = Math.min(echo + align4(stop - echo), end);
  rows.push(...explainParts([], window, stop, attributes, 1));
  const known = schema === undefined || capped ? undefined : { schema, bytes: window.copy(echo, stop) };
  return [...rows, ...acknowledgementRows(window, flags, attributes, end, known)];
}

function errnoRows(window: Window, start: number, end: number, name: string): ExplainedRow[] {
  if (end - start < errnoSize) return unknownRows(window, start, end, 'the beginning of an errno');
  const stop = start + errnoSize;
  const number = window.view.getInt32(start, littleEndian);
  const constant = errnoNames.get(-number);
  const note = constant === undefined ? String(number) : `-${constant} (${number})`;
  return explainParts([{ name, start, end: stop, type: undefined, note }], window, start, stop);
}

/** The extended acknowledgement; where it points at bytes of the request, with the path of what stands there. */
function acknowledgementRows(
  window: Window,
  flags: number,
  start: number,
  end: number,
  request: { readonly schema: Message<any, any>; readonly bytes: Uint8Array } | undefined,
): ExplainedRow[] {
  if ((flags & NLM_F_ACK_TLVS) === 0) return unknownRows(window, start, end, 'not in the schema');
  const rows = explainParts(extendedAck.parts(window, start, end, {}), window, start, end);
  if (request === undefined) return rows;
  const sent = new Window(request.bytes);
  const number = (name: string) => rows.find(row => row.name === name && row.depth === 1)?.meaning;
  const nest = number('missNest');
  return rows.map(row => {
    if (row.depth !== 1) return row;
    const path =
      row.name === 'offs'
        ? attributeAt(request.schema, sent, Number(row.meaning))
        : row.name === 'missType'
          ? missingAttribute(
              request.schema,
              sent,
              Number(row.meaning),
              nest === undefined ? nest : Number(nest),
            )
          : undefined;
    return path === undefined ? row : { ...row, meaning: `${row.meaning}: ${path}` };
  });
}
