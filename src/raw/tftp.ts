import {
  be16,
  byteTextNul,
  enumOf,
  names,
  struct,
  type Type,
  type Window,
  WireError,
} from '../wire/index.js';
import { protocol } from './protocol.js';
import { optional, type Seen } from './protocol-fields.js';

/** RFC 1350 5, RFC 2347 */
const tftpOperations = names('TFTP', { rrq: 1, wrq: 2, data: 3, ack: 4, error: 5, oack: 6 });

const oneOf =
  (...operations: readonly string[]) =>
  ({ operation }: Seen): boolean =>
    operations.includes(operation);

const isRequest = oneOf('rrq', 'wrq');

/** The bytes of a text with the NUL behind it. */
function textSize(_layer: Seen, available: number, { u8 }: Window, at: number): number {
  const nul = u8.subarray(at, at + available).indexOf(0);
  return nul === -1 ? available : nul + 1;
}

export interface TftpOption {
  name: string;
  value: string;
}

/** Names and values that end with NUL (RFC 2347). */
const options: Type<TftpOption[], readonly TftpOption[]> = {
  kind: 'struct array',
  size: undefined,
  decode(window, start, end) {
    const texts: string[] = [];
    for (let at = start; at < end; ) {
      const size = textSize({}, end - at, window, at);
      texts.push(byteTextNul.decode(window, at, at + size));
      at += size;
    }
    if (texts.length % 2 === 1) throw new WireError(`'${texts.at(-1)}' has no value`, end);
    return Array.from({ length: texts.length / 2 }, (_, i) => ({
      name: texts[2 * i]!,
      value: texts[2 * i + 1]!,
    }));
  },
  encode(list, sink) {
    for (const { name, value } of list) {
      byteTextNul.encode(name, sink);
      byteTextNul.encode(value, sink);
    }
  },
};

/** A packet of the Trivial File Transfer Protocol (RFC 1350). The data of `data` is its payload. */
export const tftp = protocol({
  name: 'tftp',
  header: struct({ operation: enumOf(be16, tftpOperations) }),
  body: {
    file: optional(byteTextNul, isRequest, textSize),
    mode: optional(byteTextNul, isRequest, textSize),
    block: optional(be16, oneOf('data', 'ack')),
    code: optional(be16, oneOf('error')),
    message: optional(byteTextNul, oneOf('error'), textSize),
    options: optional(options, (layer, available) =>
      available === undefined
        ? layer.options !== undefined
        : oneOf('rrq', 'wrq', 'oack')(layer) && available > 0,
    ),
  },
  defaults: { operation: 'rrq' },
  line: ({ operation, file, mode, block, code, message, options: list }, { payloadLength, length }) => {
    const named = (list ?? []).map(({ name, value }: TftpOption) => ` ${name} ${value}`).join('');
    if (isRequest({ operation }))
      return `TFTP, length ${length}, ${String(operation).toUpperCase()} "${file}" ${mode}${named}`;
    if (operation === 'data') return `TFTP, DATA block ${block}, ${payloadLength} bytes`;
    if (operation === 'ack') return `TFTP, ACK block ${block}`;
    if (operation === 'error') return `TFTP, ERROR ${code} "${message}"`;
    return `TFTP, ${operation}${named}`;
  },
});
