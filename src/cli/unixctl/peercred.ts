import { SocketError } from '../../socket/index.js';
import type { UnixAddress } from '../../unix/address.js';
import { UnixDatagram } from '../../unix/datagram.js';
import type { UnixPeer } from '../../unix/peer.js';
import { describeProcess, type ProcessFacts, pidOf } from '../../unix/process.js';
import { groupName, userName } from '../users.js';
import { close, connected, type Endpoint, listening, withoutEvents } from './talk/endpoint.js';
import { untilStopped } from './until-stopped.js';

export interface PeercredSettings {
  readonly address: UnixAddress;
  readonly type: 'stream' | 'seqpacket';
  /** Whether to wait for a client and tell who that is. */
  readonly listen: boolean;
  readonly json: boolean;
  readonly timeout: number | undefined;
}

/** Who is at the other end, under the names that `--json` has. */
interface Peer extends ProcessFacts {
  readonly pid: number;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** Whether the number is still that process's; undefined where the kernel has no pidfd to tell. */
  readonly same: boolean | undefined;
  readonly security: string | undefined;
}

/** Says who listens at an address, or who connects to it. */
export function peercred(settings: PeercredSettings): Promise<number | undefined> {
  return untilStopped(settings, async signal => {
    const endpoint = await open(settings, signal);
    try {
      if (endpoint instanceof UnixDatagram) return undefined;
      const peer = peerOf(endpoint.peer);
      const text = settings.json ? JSON.stringify(peer) : lines(peer).join('\n');
      process.stdout.write(`${text}\n`);
    } finally {
      close(endpoint);
    }
    return undefined;
  });
}

async function open({ address, type, listen }: PeercredSettings, signal: AbortSignal): Promise<Endpoint> {
  if (!listen) return connected(address, { type, signal });
  await using listener = listening(address, { type });
  return withoutEvents((await listener.accept({ signal })) as Endpoint);
}

function peerOf(peer: UnixPeer): Peer {
  const { pid, uid, gid } = peer.credentials;
  const same = isSame(peer, pid);
  const facts =
    same === false || pid === 0
      ? { command: undefined, executable: undefined, cgroup: undefined }
      : describeProcess(pid);
  return { pid, uid, gid, groups: peer.groups, same, ...facts, security: labelOf(peer) };
}

function isSame(peer: UnixPeer, pid: number): boolean | undefined {
  try {
    using pidfd = peer.pidfd();
    return pidOf(pidfd) === pid;
  } catch (error) {
    if (!(error instanceof SocketError)) throw error;
    return error.code === 'ESRCH' ? false : undefined;
  }
}

function labelOf(peer: UnixPeer): string | undefined {
  try {
    return peer.security;
  } catch {
    return undefined;
  }
}

function lines({ pid, uid, gid, groups, same, command, executable, cgroup, security }: Peer): string[] {
  const which =
    same === undefined
      ? 'whether it is still the same process, this kernel cannot tell'
      : same
        ? 'the same process still'
        : 'that process has ended; another may have its number by now';
  const group = (id: number): string => `${groupName(id)} (${id})`;
  const number = pid === 0 ? 'none here: a process of another process namespace' : String(pid);
  const rows: [string, string | undefined][] = [
    ['pid', `${number}${command === undefined ? '' : ` (${command})`}, ${which}`],
    ['user', `${userName(uid)} (${uid})`],
    ['group', group(gid)],
    ['groups', groups.length === 0 ? 'none' : groups.map(group).join(', ')],
    ['executable', executable],
    ['cgroup', cgroup],
    ['security', security],
  ];
  return rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name.padEnd(10)} ${value}`);
}
