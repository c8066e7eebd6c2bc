import { beginMessage, endMessage, messageFlags } from './header.js';
import type { Message, RequestOf } from './message.js';
import { RequestSink } from './request-sink.js';

/** Something asked of the kernel. */
export interface Request<M extends Message<any, any> = Message<any, any>, A extends Message<any, any> = M> {
  readonly schema: M;
  /** The schema of the answers, where that is another: sock_diag(7) asks with one header and answers with another. */
  readonly answers?: A;
  /** The message type by its constant: `RTM_NEWROUTE`. */
  readonly type: keyof M['types'] & string;
  readonly value: RequestOf<M>;
  /** NLM_F_… bits besides NLM_F_REQUEST and NLM_F_ACK. */
  readonly flags?: number;
}

/** A request about anything. */
export interface AnyRequest {
  readonly schema: Message<any, any>;
  readonly answers?: Message<any, any>;
  readonly type: string;
  readonly value: any;
  readonly flags?: number;
}

/** What requests are written into before their bytes are copied out. */
const sink = new RequestSink(4096);

/** The message of a request, ready to send. Throws WireError for a value that the schema cannot write. */
export function encodeRequest({ schema, type, value, flags = 0 }: AnyRequest, sequence: number): Uint8Array {
  const number = schema.types[type];
  if (number === undefined) throw new TypeError(`${schema.name} has no message type ${type}`);
  sink.clear();
  const start = beginMessage(sink, number, messageFlags.NLM_F_REQUEST | flags, sequence);
  schema.requestSchema(number).encode(value, sink);
  endMessage(sink, start);
  return sink.bytes();
}
