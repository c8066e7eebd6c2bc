/** What unixctl lists, against ss(8) and /proc/net/unix, of some 500 sockets of every kind. */
import { describe, expect, it } from 'vitest';
import { parseProcNetUnix } from '../../src/cli/unixctl/proc-net-unix.js';
import { canIsolate, has, launcher, root, Scene, withoutNamespaces } from './unixctl-support.js';

const possible = canIsolate && has('python3') && has('ss');

/** Runs everything at one moment, in namespaces of their own: what is asked for is printed between marks. */
const script = `
  coproc python3 "$ROOT/test/integration/unixctl/mixed-sockets.py" "$DIR"
  read -r ready <&"\${COPROC[0]}"
  echo "$ready"
  for command in "ss -xapn" "cat /proc/net/unix" "$UNIXCTL ls --json" "$UNIXCTL ls" "$UNIXCTL tree" "$UNIXCTL peers --json"; do
    echo "=== $command"
    $command
  done
`;

interface Row {
  type: string;
  state: string;
  recvQ: number;
  sendQ: number;
  address: string;
  ino: number;
  peer: number;
  owners: string[];
}

const ssTypes: Readonly<Record<string, string>> = { u_str: 'stream', u_dgr: 'dgram', u_seq: 'seqpacket' };

/** The rows of ss(8). Our names have no blanks. */
function ssRows(text: string): Row[] {
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map(line => {
      const [type, state, recvQ, sendQ, address, ino, , peer, users = ''] = line.trim().split(/\s+/);
      return {
        type: ssTypes[type!]!,
        state: state!,
        recvQ: Number(recvQ),
        sendQ: Number(sendQ),
        address: address!,
        ino: Number(ino),
        peer: Number(peer),
        owners: [...users.matchAll(/\("([^"]*)",pid=(\d+),fd=(\d+)\)/g)]
          .map(([, command, pid, fd]) => `${command}[${pid}]:${fd}`)
          .sort(),
      };
    });
}

const owners = (socket: any): string[] =>
  socket.owners.map(({ command, pid, fd }: any) => `${command}[${pid}]:${fd}`).sort();
const byInode = (a: { ino: number }, b: { ino: number }) => a.ino - b.ino;

describe.skipIf(!possible)(`unixctl ls of 500 sockets (${withoutNamespaces}, python3 or ss)`, async () => {
  await using scene = new Scene();
  const env = { DIR: scene.directory, ROOT: root, UNIXCTL: `${process.execPath} ${launcher}` };
  const isolated = ['-Urnmpf', '--mount-proc', 'bash', '-c', script];
  const { stdout, stderr } = possible
    ? await scene.start('unshare', isolated, { env }).ended
    : { stdout: '', stderr: '' };
  const [head = '', ss = '', proc = '', json = '', text = '', tree = '', peers = ''] = stdout
    .split(/^=== .*\n/m)
    .map(part => part);
  const sockets: any[] = json
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  const cycle = head.trim().split(' ').slice(1).map(Number);

  it('has nothing to complain of', () => {
    expect(stderr).toBe('');
    expect(sockets.length).toBeGreaterThan(500);
  });

  it('equals ss -xapn row for row', () => {
    const ours: Row[] = sockets.map(socket => ({
      type: socket.type,
      state: socket.state,
      recvQ: socket.recvQ,
      sendQ: socket.sendQ,
      address: socket.address ?? '*',
      ino: socket.ino,
      peer: socket.peer ?? 0,
      owners: owners(socket),
    }));
    expect(ours.sort(byInode)).toEqual(ssRows(ss).sort(byInode));
  });

  it('equals /proc/net/unix row for row, whose rows without an inode are the connections that wait', () => {
    const rows = parseProcNetUnix(proc);
    const numbers: Readonly<Record<string, number>> = { stream: 1, dgram: 2, seqpacket: 5 };
    const theirs = rows
      .filter(({ ino }) => ino !== 0)
      .map(({ ino, type, flags, refCount, path }) => ({
        ino,
        type,
        listens: flags === 0x10000,
        refCount,
        path,
      }));
    const ours = sockets.map(({ ino, type, state, refs, address }) => ({
      ino,
      type: numbers[type],
      listens: state === 'LISTEN',
      refCount: refs,
      path: address,
    }));
    expect(ours.sort(byInode)).toEqual(theirs.sort(byInode));
    const waiting = sockets.flatMap(socket => socket.waiting);
    expect(waiting.length).toBe(rows.filter(({ ino }) => ino === 0).length);
    expect(waiting.length).toBeGreaterThan(10);
  });

  it('shows what is in flight, in cycles too, and where it may be', () => {
    const inFlight = sockets.filter(socket => socket.inFlight);
    expect(inFlight.length).toBe(7);
    expect(inFlight.every(socket => socket.owners.length === 0)).toBe(true);
    const [held, flying] = cycle.map(ino => sockets.find(socket => socket.ino === ino));
    expect(flying).toMatchObject({ inFlight: true, owners: [] });
    expect(held).toMatchObject({ inFlight: false, fds: 1 });
    expect(sockets.reduce((sum, { fds }) => sum + (fds ?? 0), 0)).toBe(7);
  });

  it('says who waits, what was shut down, and that a file was unlinked', () => {
    const listener = sockets.find(({ waiting }) => waiting.length > 1);
    for (const ino of listener.waiting) {
      expect(sockets.find(socket => socket.ino === ino)).toMatchObject({ peer: 0, state: 'ESTAB' });
    }
    expect(sockets.some(({ shutdown }) => shutdown.includes('rcv'))).toBe(true);
    expect(sockets.filter(({ file }) => file?.state === 'unlinked').map(({ address }) => address)).toEqual([
      scene.path('unlinked'),
    ]);
    const connected = sockets.find(({ peerAddress }) => peerAddress !== undefined);
    expect(connected.peerOwners.length).toBeGreaterThan(0);
  });

  it('prints the same as text, and as a tree and as pairs', () => {
    const lines = text.trim().split('\n');
    expect(lines.length).toBe(sockets.length + 1);
    expect(lines.filter(line => / in flight/.test(line)).length).toBe(7);
    for (const { address } of sockets) if (address !== undefined) expect(tree).toContain(address);
    const pairs = peers
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const ends = pairs.flatMap(({ near, far }) => [near.ino, far?.ino]);
    for (const { ino, peer } of sockets) if (peer) expect(ends).toContain(ino);
  });
});
