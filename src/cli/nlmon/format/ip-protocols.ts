import { readFileSync } from 'node:fs';

/** The names of the protocols above IP: protocols(5). */
export function loadIpProtocols(path = '/etc/protocols'): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    return names;
  }
  for (const line of content.split('\n')) {
    const [name, number] = line.split('#')[0]!.trim().split(/\s+/);
    if (!name || !number || !/^\d+$/.test(number) || names.has(Number(number))) continue;
    names.set(Number(number), name);
  }
  return names;
}

let system: ReadonlyMap<number, string> | undefined;

/** How ip calls a protocol above IP on this system, unless it is to print numbers. */
export function ipProtocolName(number: number, numeric = false): string {
  if (numeric) return `ipproto-${number}`;
  system ??= loadIpProtocols();
  return system.get(number) ?? `ipproto-${number}`;
}
