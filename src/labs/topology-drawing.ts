/** A topology as a picture of text. */
import type { LinkDeclaration, Topology } from './topology.js';

/** A picture of each link between its hosts; hosts without a link stand alone. */
export function drawTopology({ hosts, links }: Topology): string {
  const linked = new Set(links.flatMap(link => Object.keys(link)));
  const alone = Object.keys(hosts).filter(host => !linked.has(host));
  return [...links.map(drawLink), ...alone.map(host => `${box(host).join('\n')}\n`)].join('');
}

function drawLink(link: LinkDeclaration): string {
  const [[left, leftAddresses], [right, rightAddresses]] = Object.entries(link) as [
    [string, readonly string[]],
    [string, readonly string[]],
  ];
  const [leftBox, rightBox] = [box(left), box(right)];
  const width = Math.max(
    12,
    ...leftAddresses.map((address, i) => address.length + (rightAddresses[i]?.length ?? 0) + 3),
  );
  const between = (index: number) => {
    const [one, other] = [leftAddresses[index] ?? '', rightAddresses[index] ?? ''];
    return ` ${one}${other.padStart(width - one.length)} `;
  };
  const rows = [
    `${leftBox[0]}${between(0)}${rightBox[0]}`,
    `${leftBox[1]!.replace(/│$/, '├')}${'─'.repeat(width + 2)}${rightBox[1]!.replace(/^│/, '┤')}`,
    `${leftBox[2]}${between(1)}${rightBox[2]}`,
  ];
  return `${rows.join('\n')}\n`;
}

function box(name: string): [string, string, string] {
  const line = '─'.repeat(name.length + 2);
  return [`┌${line}┐`, `│ ${name} │`, `└${line}┘`];
}
