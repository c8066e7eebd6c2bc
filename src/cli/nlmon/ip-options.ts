/**
 * ip's options that have a name of more than one letter, in the order in which it tries what may be the beginning of
 * one, with ours. (ip has further ones between these; what begins only those stays as it is.)
 */
const words: readonly (readonly [ip: string, ours: string])[] = [
  ['family', 'family'],
  ['human-readable', 'human'],
  ['iec', 'iec'],
  ['statistics', 'statistics'],
  ['stats', 'statistics'],
  ['details', 'details'],
  ['resolve', 'resolve'],
  ['oneline', 'oneline'],
  ['timestamp', 'timestamp'],
  ['tshort', 'ts'],
  ['Version', 'version'],
  ['brief', 'brief'],
  ['json', 'json'],
  ['pretty', 'pretty'],
  ['rcvbuf', 'rcvbuf'],
  ['color', 'color'],
  ['help', 'help'],
  ['netns', 'netns'],
  ['Numeric', 'numeric'],
];

/**
 * A command line with ip's spellings turned into ours: it has whole words behind a single dash (`-br`, `-ts`,
 * `-details`), where others expect letters, and `-c` takes a value only behind `=`. What is no beginning of ip's is
 * left as it is, so that letters may still stand together (`-ds`).
 */
export function fromIpOptions(args: readonly string[]): string[] {
  const end = args.indexOf('--');
  return args.map((arg, i) => (end >= 0 && i >= end ? arg : fromIpOption(arg)));
}

function fromIpOption(arg: string): string {
  const [, dashes, word, value = ''] = /^(--?)([A-Za-z][A-Za-z-]*)(=.*)?$/s.exec(arg) ?? [];
  if (word === undefined) return arg;
  if (/^c(o|ol|olo|olor)?$/.test(word) && (dashes === '-' || word === 'color')) {
    return `--color${value === '' ? '=always' : value}`;
  }
  if (dashes === '--' || word.length === 1) return arg;
  const ours = words.find(([ip]) => ip.startsWith(word))?.[1];
  return ours === undefined ? arg : `--${ours}${value}`;
}
