import type { Description } from '../../unix/describe.js';
import { groupName, userName } from '../users.js';

/** A descriptor that was passed, in a line: `regular file /etc/hostname, read, root:root 0644, 12 bytes`. */
export function descriptorText(description: Description): string {
  const { type, path, access, flags, uid, gid, mode, size, position, socket } = description;
  const owner = `${userName(uid)}:${groupName(gid)}`;
  if (socket !== undefined) {
    const { family, listening, local, remote } = socket;
    const where = local === undefined ? (remote === undefined ? '' : ` → ${remote}`) : ` ${local}`;
    const what = family === 'unix' ? '' : ` (${family})`;
    return [
      `${type}${what}${where}`,
      ...(listening ? ['listening'] : []),
      access,
      ...flags,
      userName(uid),
    ].join(', ');
  }
  const named = path.startsWith('/')
    ? ` ${path.replace(/^\/memfd:/, '')}`
    : type === 'pipe'
      ? ` ${path}`
      : '';
  const permissions = `${owner} ${mode.toString(8).padStart(4, '0')}`;
  const isFile = type === 'regular file' || type === 'memory file';
  const bytes = isFile ? [`${size} bytes`, ...(position > 0 ? [`at ${position}`] : [])] : [];
  return [`${type}${named}`, access, ...flags, permissions, ...bytes].join(', ');
}
