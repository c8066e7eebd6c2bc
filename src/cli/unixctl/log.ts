import type { UnixAddress } from '../../unix/address.js';
import { UnixDatagram } from '../../unix/datagram.js';
import { type SyslogFacility, type SyslogLevel, syslogDatagram } from '../../unix/syslog.js';
import { linesOf } from './talk/input.js';

export interface LogSettings {
  readonly socket: UnixAddress;
  readonly facility: SyslogFacility;
  readonly level: SyslogLevel;
  readonly tag: string;
  readonly pid: number | undefined;
  /** The message; a line of standard input for each unless given. */
  readonly message: string | undefined;
}

/** Sends messages to the system's logger. */
export async function log({ socket, message, ...settings }: LogSettings): Promise<undefined> {
  await using logger = await UnixDatagram.connect(socket, { reconnect: true });
  if (message !== undefined) await logger.send(syslogDatagram({ ...settings, text: message }));
  else
    for await (const line of linesOf(process.stdin))
      await logger.send(syslogDatagram({ ...settings, text: line.toString() }));
  return undefined;
}
