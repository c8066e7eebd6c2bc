import { existsSync, readFileSync } from 'node:fs';
import { type Datagram, datagramForms, readDatagrams } from '../../netlink/datagrams.js';
import type { Messages } from '../../netlink/event.js';
import { explainMessages } from '../../netlink/explain.js';
import { routeMessages } from '../../netlink/route/index.js';
import { type ExplainedRow, explainedText, parseHexText, toHex, WireError } from '../../wire/index.js';
import { UsageError } from '../errors.js';
import { Output } from '../output.js';
import { eventPrefix } from './format/event-prefix.js';

/** The schemas by the protocol that they are of. */
const schemas: Readonly<Record<string, Messages>> = { NETLINK_ROUTE: routeMessages };

/** Prints what every byte of netlink messages means: as text, or as a JSON object a message. */
export async function explainInput(words: readonly string[], json: boolean): Promise<void> {
  const { name, bytes } = inputOf(words);
  const output = new Output();
  try {
    let first = true;
    for (const datagram of readDatagrams(bytes)) {
      const messages = explainMessages(schemas[datagram.protocol] ?? {}, datagram.bytes);
      if (json) for (const rows of messages) output.write(`${JSON.stringify(fieldsOf(datagram, rows))}\n`);
      else {
        const texts = messages.map(explainedText);
        output.write(`${first ? '' : '\n'}${heading(datagram)}${texts.join('\n')}`);
      }
      first = false;
    }
  } catch (error) {
    // What was read before it is printed all the same.
    output.flush();
    throw error instanceof WireError ? new Error(`${name}: ${error.message}`) : error;
  }
  output.flush();
}

/** The bytes that the command line names, and what to call them. */
function inputOf(words: readonly string[]): { name: string; bytes: Uint8Array } {
  const [word] = words;
  if (word === undefined && process.stdin.isTTY) {
    throw new UsageError(
      `say what to explain: HEX, FILE or - for standard input, which may be ${datagramForms}`,
    );
  }
  if (word === undefined || (words.length === 1 && word === '-')) {
    return { name: 'standard input', bytes: readFileSync(0) };
  }
  if (words.length === 1 && (existsSync(word) || word.includes('/'))) {
    return { name: word, bytes: readFile(word) };
  }
  const text = words.join(' ');
  const bytes = parseHexText(text);
  if (bytes !== undefined) return { name: 'the bytes', bytes: new TextEncoder().encode(text) };
  throw new UsageError(`'${text}' is neither bytes in hexadecimal nor a file that is there`);
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** A line about where messages are from; none for those that nothing is known of. */
function heading({ call, fd, direction, time, nsid, protocol, bytes, cut }: Datagram): string {
  const size = `${bytes.length} bytes of ${protocol}${cut ? ', cut off' : ''}`;
  if (call !== undefined) return `# ${call}(${fd}): ${direction} ${size}\n`;
  if (time === undefined) return '';
  const prefix = eventPrefix(
    { object: 'link', event: 'new', time, nsid },
    { timestamp: 'short', namespace: nsid !== undefined },
  );
  return `# ${prefix}${nsid === undefined ? '' : ' '}${size}\n`;
}

function fieldsOf(
  { bytes: _, time, ...origin }: Datagram,
  rows: readonly ExplainedRow[],
): Record<string, unknown> {
  return {
    ...(time === undefined ? {} : { time: Math.round(time * 1000) / 1_000_000 }),
    ...origin,
    rows: rows.map(row => ({ ...row, bytes: toHex(row.bytes) })),
  };
}
