/** The exit codes of every command. */
export const exitCodes = {
  /** Something that was asked for could not be done. */
  failure: 1,
  /** The command line was not understood. */
  usage: 2,
} as const;

/** A command line that cannot be understood: what is wrong and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What helps against an errno, where the error itself does not say. */
const advice: Readonly<Record<string, string>> = {
  EPERM: 'run as root, or with --sandbox',
  EACCES: 'run as root, or with --sandbox',
  EAFNOSUPPORT: 'this kernel lacks the address family',
  EPROTONOSUPPORT: 'this kernel lacks the protocol',
  EMFILE: 'too many open files; raise the limit with ulimit -n',
};

/**
 * Prints why a command failed, in one line, and returns the exit code. `own` is what helps this command against an errno
 * where the error itself does not say, `remedies` what does beside what the error says.
 */
export function report(
  command: string,
  error: unknown,
  own: Readonly<Record<string, string>> = {},
  remedies: Readonly<Record<string, string>> = {},
): number {
  const usage = error instanceof UsageError;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const remedy = remedies[code];
  const help = usage ? `see ${command} --help` : (remedy ?? own[code] ?? advice[code]);
  // An error that the library explained already has the kernel's own as its cause.
  const explained =
    error instanceof Error && (error.cause as { code?: unknown } | undefined)?.code === code && code !== '';
  const told = explained || (!usage && /--sandbox|run as root/.test(message));
  const hint = help === undefined || (told && remedy === undefined) ? '' : ` (${help})`;
  // One line, also where what was given or what a program said has several.
  const line = `${message}${hint}`.replace(/\s*\n\s*/g, ' ');
  process.stderr.write(`${command}: ${line}\n`);
  return usage ? exitCodes.usage : exitCodes.failure;
}
