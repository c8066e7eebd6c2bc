/** What a socket's error queue says, in words. */
import { decodeQueued } from '../raw/error-queue.js';
import { constants as c } from '../socket/index.js';
import type { LabSocket } from './lab-socket.js';
import { outcome } from './outcome.js';
import { text } from './text.js';

/** An entry of the queue. */
export interface QueuedError {
  /** Type and code, and who said so: `11/0 from 10.9.1.2`. */
  readonly said: string;
  /** What had been sent, as far as it was sent back. */
  readonly data: string;
}

/** The next entry that an ICMP message made; undefined where there is none. */
export function queuedError(socket: LabSocket): QueuedError | undefined {
  let found: QueuedError | undefined;
  outcome(() => {
    const { bytes, control, from, flags } = socket.receive({ flags: c.MSG_ERRQUEUE });
    const error = decodeQueued(control, from, bytes);
    if (error?.event !== 'error' || error.origin !== 'icmp' || (flags & c.MSG_ERRQUEUE) === 0) return;
    const { icmpType, icmpCode, offender } = error;
    found = { said: `${icmpType}/${icmpCode} from ${offender?.address ?? 'nobody'}`, data: text(bytes) };
  });
  return found;
}
