import { Sink } from '../wire/index.js';

/**
 * What requests are written into. Some nests the kernel says without NLA_F_NESTED and takes only with it: their types
 * have `requestFlags`, which are written here and nowhere else.
 */
export class RequestSink extends Sink {}
