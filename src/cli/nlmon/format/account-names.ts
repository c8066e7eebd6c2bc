import { readFileSync } from 'node:fs';

/** The names of users and groups by number: the third field of lines of passwd(5) and group(5). */
const known = new Map<string, ReadonlyMap<number, string>>();

function namesIn(path: string): ReadonlyMap<number, string> {
  const before = known.get(path);
  if (before !== undefined) return before;
  const names = new Map<number, string>();
  for (const line of readLines(path)) {
    const [name, , id] = line.split(':');
    if (name && id !== undefined && /^\d+$/.test(id) && !names.has(Number(id))) names.set(Number(id), name);
  }
  known.set(path, names);
  return names;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** A user's name, or the number where this system has none. */
export function userName(uid: number): string | number {
  return namesIn('/etc/passwd').get(uid) ?? uid;
}

export function groupName(gid: number): string | number {
  return namesIn('/etc/group').get(gid) ?? gid;
}
