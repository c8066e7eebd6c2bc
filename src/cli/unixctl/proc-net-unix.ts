/** A line of /proc/net/unix (proc_net(5)). */
export interface ProcNetUnixRow {
  readonly refCount: number;
  /** 0x10000 (SO_ACCEPTCON) of a listener. */
  readonly flags: number;
  /** SOCK_STREAM, … */
  readonly type: number;
  /** SS_UNCONNECTED 1, SS_CONNECTING 2, SS_CONNECTED 3. */
  readonly state: number;
  /** 0 for a connection that nobody has accepted yet. */
  readonly ino: number;
  /** The name as the kernel prints it: `@` for every NUL; undefined for none. */
  readonly path: string | undefined;
}

export function parseProcNetUnix(text: string): ProcNetUnixRow[] {
  const rows: ProcNetUnixRow[] = [];
  // A name may hold blanks and even newlines: a row is what begins like one.
  const pattern =
    /^[0-9a-f]+: ([0-9A-F]+) [0-9A-F]+ ([0-9A-F]+) ([0-9A-F]+) ([0-9A-F]+) +(\d+)(?: ([\s\S]*?))?$(?=\n[0-9a-f]+: [0-9A-F]{8} |\n?$(?![\s\S]))/gm;
  for (const [, refCount, flags, type, state, ino, path] of text.matchAll(pattern)) {
    rows.push({
      refCount: Number.parseInt(refCount!, 16),
      flags: Number.parseInt(flags!, 16),
      type: Number.parseInt(type!, 16),
      state: Number.parseInt(state!, 16),
      ino: Number(ino),
      path,
    });
  }
  return rows;
}
