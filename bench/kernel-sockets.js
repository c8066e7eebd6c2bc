// What the kernel says of netlink sockets and processes, in this process's namespace.
import { readFileSync } from 'node:fs';

const protocolRoute = 0;

/**
 * The sockets that listen to a multicast group: bytes that wait in their receive buffers, and how many messages they
 * lost so far.
 *
 * @param {number} group of the first 32
 * @returns {{ waiting: number, lost: number } | undefined} their sums; undefined when nobody listens
 */
export function listeners(group) {
  const [header, ...lines] = readFileSync('/proc/self/net/netlink', 'utf8').trim().split('\n');
  const names = header.trim().split(/\s+/);
  const rows = lines.map(line => {
    const cells = line.trim().split(/\s+/);
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
  const found = rows.filter(
    row => Number(row.Eth) === protocolRoute && (Number.parseInt(row.Groups, 16) & (1 << (group - 1))) !== 0,
  );
  if (found.length === 0) return undefined;
  const sum = name => found.reduce((total, row) => total + Number(row[name]), 0);
  return { waiting: sum('Rmem'), lost: sum('Drops') };
}

/** Seconds of CPU that a process took so far, all its threads; undefined when it is gone. proc(5). */
export function cpuOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may contain anything, begins field 3; utime and stime are 14 and 15, in 1/100 s.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined;
    throw error;
  }
}
