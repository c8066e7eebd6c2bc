/** Datagrams as syslog(3) sends them to /dev/log. */
import { names } from '../wire/index.js';

/** Numbers of facilities (sys/syslog.h), which stand above the three bits of the level. */
export const syslogFacilities = names('LOG', {
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  syslog: 5,
  lpr: 6,
  news: 7,
  uucp: 8,
  cron: 9,
  authpriv: 10,
  ftp: 11,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
});

export const syslogLevels = names('LOG', {
  emerg: 0,
  alert: 1,
  crit: 2,
  err: 3,
  warning: 4,
  notice: 5,
  info: 6,
  debug: 7,
});

export type SyslogFacility = keyof (typeof syslogFacilities)['numbers'];
export type SyslogLevel = keyof (typeof syslogLevels)['numbers'];

export interface SyslogMessage {
  readonly facility?: SyslogFacility;
  readonly level?: SyslogLevel;
  /** The program's name. */
  readonly tag: string;
  readonly pid?: number | undefined;
  /** Local time, to the second; now unless given. */
  readonly time?: Date;
  readonly text: string;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `<13>Jan  2 03:04:05 tag[123]: text`: what glibc and musl send, and every daemon at /dev/log reads (RFC 3164). */
export function syslogDatagram(message: SyslogMessage): Buffer {
  const { facility = 'user', level = 'notice', tag, pid, time = new Date(), text } = message;
  const priority = syslogFacilities.numbers[facility] * 8 + syslogLevels.numbers[level];
  const two = (value: number, filler = '0'): string => String(value).padStart(2, filler);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(value => two(value)).join(':');
  const stamp = `${months[time.getMonth()]} ${two(time.getDate(), ' ')} ${clock}`;
  return Buffer.from(`<${priority}>${stamp} ${tag}${pid === undefined ? '' : `[${pid}]`}: ${text}`);
}
