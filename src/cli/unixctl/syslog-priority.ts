import { type SyslogFacility, type SyslogLevel, syslogFacilities, syslogLevels } from '../../unix/syslog.js';
import { nearest } from '../../wire/nearest.js';
import { UsageError } from '../errors.js';

const aliases: Readonly<Record<string, SyslogLevel>> = { error: 'err', warn: 'warning', panic: 'emerg' };

/** `err`, or 3. Throws UsageError. */
function levelOf(text: string): SyslogLevel {
  const names = Object.keys(syslogLevels.numbers) as SyslogLevel[];
  if (/^[0-7]$/.test(text)) return names[Number(text)]!;
  const name = aliases[text] ?? text;
  if (Object.hasOwn(syslogLevels.numbers, name)) return name as SyslogLevel;
  throw unknown('level', text, names);
}

export const levelNumber = (text: string): number => syslogLevels.numbers[levelOf(text)];

/** `daemon.err`, or the level alone, as logger(1) takes it. Throws UsageError. */
export function priorityOf(text: string): { facility: SyslogFacility; level: SyslogLevel } {
  const [first, second, ...more] = text.split('.');
  if (more.length > 0)
    throw new UsageError(`--priority takes FACILITY.LEVEL, such as daemon.err, not ${text}`);
  if (second === undefined) return { facility: 'user', level: levelOf(first!) };
  if (!Object.hasOwn(syslogFacilities.numbers, first!))
    throw unknown('facility', first!, Object.keys(syslogFacilities.numbers));
  return { facility: first as SyslogFacility, level: levelOf(second) };
}

function unknown(what: string, given: string, known: readonly string[]): UsageError {
  const near = nearest(given, known);
  const offer = near === undefined ? '' : ` Did you mean '${near}'?`;
  return new UsageError(`there is no ${what} '${given}'.${offer} There are: ${known.join(' ')}`);
}
