import type { RecordingFormat } from '../../netlink/recording.js';
import { UsageError } from '../errors.js';

/** The format that a file's name asks for. Throws UsageError. */
export function recordingFormat(path: string): RecordingFormat {
  const ending = /\.(pcap|rtmon)$/.exec(path)?.[1];
  if (ending !== undefined) return ending as RecordingFormat;
  throw new UsageError(
    `--record takes the name of a file that ends in .pcap (for Wireshark, tcpdump, nlmon) or .rtmon (for ip monitor), not '${path}'`,
  );
}
