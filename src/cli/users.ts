import { readFileSync } from 'node:fs';

/** Names of users or groups by number, from a file such as passwd(5); empty when it cannot be read. */
function namesIn(path: string): Map<number, string> {
  const names = new Map<number, string>();
  try {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const [name, , id] = line.split(':');
      if (id !== undefined && !names.has(Number(id))) names.set(Number(id), name!);
    }
  } catch {
    // Numbers serve as well.
  }
  return names;
}

let users: Map<number, string> | undefined;
let groups: Map<number, string> | undefined;

/** A user's name, or the number where there is none. */
export function userName(uid: number): string {
  users ??= namesIn('/etc/passwd');
  return users.get(uid) ?? String(uid);
}

/** A group's name, or the number where there is none. */
export function groupName(gid: number): string {
  groups ??= namesIn('/etc/group');
  return groups.get(gid) ?? String(gid);
}
