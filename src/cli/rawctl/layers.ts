import { readFileSync } from 'node:fs';
import { parseJsonLayers, parsePacketSet } from '../../raw/layer-text.js';
import { onePacket, type PacketSet } from '../../raw/packet-set.js';
import { WireError } from '../../wire/index.js';
import { UsageError } from '../errors.js';

/** The packets that the words of a command line stand for; `-` reads them from standard input as JSON. */
export function packetsOf(words: readonly string[]): PacketSet {
  try {
    // Yargs leaves a dash out.
    if (words.length === 0 || (words.length === 1 && words[0] === '-'))
      return onePacket(parseJsonLayers(readFileSync(0, 'utf8')));
    return parsePacketSet(words);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new UsageError(error.message);
  }
}

/** What a library call that builds packets returns; what cannot be built is a mistake of the command line. */
export function built<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new UsageError(error.message);
  }
}
