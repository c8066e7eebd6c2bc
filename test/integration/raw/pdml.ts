import { execFileSync } from 'node:child_process';

/** A field of a packet as tshark has it (pdml: https://wiki.wireshark.org/PDML). */
export interface PdmlField {
  readonly name: string;
  readonly pos: number;
  readonly size: number;
  /** The value as a filter would have it. */
  readonly show: string;
  /** Its bytes; of bits the number that they are. */
  readonly value: string;
}

/** The fields of every packet of a capture, in tshark's order. */
export function pdml(path: string, options: readonly string[] = []): PdmlField[][] {
  const text = execFileSync('tshark', ['-n', '-r', path, '-T', 'pdml', ...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text
    .split('<packet>')
    .slice(1)
    .map(packet => [...packet.matchAll(/<field ([^>]*)>/g)].map(([, attributes]) => fieldOf(attributes!)));
}

function fieldOf(attributes: string): PdmlField {
  const found = new Map(
    [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescaped(value!)]),
  );
  const text = (name: string): string => found.get(name) ?? '';
  return {
    name: text('name'),
    pos: Number(text('pos')),
    size: Number(text('size')),
    show: text('show'),
    value: text('value'),
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole);
}
