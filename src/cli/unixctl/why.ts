import { readdirSync, readFileSync, statSync } from 'node:fs';
import { SockDiag } from '../../netlink/diag/index.js';
import { SocketError } from '../../socket/index.js';
import type { UnixAddress } from '../../unix/address.js';
import { diagnose, type FileFacts, type Finding, type UnixSocketType } from '../../unix/diagnosis.js';
import { exitCodes } from '../errors.js';
import { groupName, userName } from '../users.js';
import { addressOf } from './diag-address.js';
import { type Listing, listUnixSockets } from './listing.js';
import { ownersText } from './owner-text.js';
import { shortAddress } from './short-address.js';

export interface WhySettings {
  readonly address: UnixAddress;
  readonly type: UnixSocketType;
  readonly json: boolean;
}

/** What was found, in words: what it means and what to do. */
interface Explanation {
  readonly what: string;
  readonly help?: string | undefined;
  readonly details?: readonly string[];
}

/** Tries an address and explains what refuses. 0 when it answers. */
export async function why({ address, type, json }: WhySettings): Promise<number> {
  const finding = diagnose(address, type);
  const explanation = await explain(finding, address, type);
  const { what, help, details = [] } = explanation;
  const lines = [
    `${shortAddress(address.toString())}: ${what}`,
    ...details,
    ...(help === undefined ? [] : [help]),
  ];
  const [first, ...rest] = lines;
  const text = json
    ? JSON.stringify({ address: address.toString(), type, ...finding, what, details, help })
    : [first, ...rest.map(line => `  ${line}`)].join('\n');
  process.stdout.write(`${text}\n`);
  return finding.finding === 'answers' ? 0 : exitCodes.failure;
}

async function explain(finding: Finding, address: UnixAddress, type: UnixSocketType): Promise<Explanation> {
  switch (finding.finding) {
    case 'answers': {
      const queue = await receiverQueue(address, type);
      return { what: `answers (${type})`, details: queue };
    }
    case 'missing':
      return finding.directory
        ? {
            what: `ENOENT: the directory ${finding.path} is not there`,
            help: 'make it, or look for the service: it may use another path',
          }
        : {
            what: 'ENOENT: there is no such file',
            details: similar(finding.path),
            help: 'start the service, or look whether it uses another path: unixctl ls -l',
          };
    case 'dangling':
      return {
        what: `ENOENT: ${finding.path} is a symbolic link to ${finding.target}, which is not there`,
        help: 'start the service that makes it, or correct the link',
      };
    case 'notDirectory':
      return { what: `ENOTDIR: ${finding.path} is a file, and the path needs a directory there` };
    case 'forbidden':
      return forbidden(finding);
    case 'notSocket':
      return {
        what: `ECONNREFUSED: this is a ${finding.type}, no socket`,
        help: 'a service that finds this in its way cannot bind: remove it if nobody needs it',
      };
    case 'stale':
      return {
        what: 'ECONNREFUSED: a stale file: the socket that made it is gone',
        help: `start the service; if it complains of EADDRINUSE, remove the file first: unixctl clean ${finding.path}`,
      };
    case 'notListening':
      return {
        what: `ECONNREFUSED: a ${type === 'dgram' ? 'socket' : 'socket has this address, and'} does not listen`,
        details: (await holders(address)).slice(0, 3),
        help: 'the service has bound it and not called listen(2) yet, or has shut it down',
      };
    case 'otherType':
      return {
        what: `${address.kind === 'abstract' ? 'ECONNREFUSED' : 'EPROTOTYPE'}: the socket there is of type ${finding.type}, not ${type}`,
        details: await holders(address),
        help: `use --${finding.type}`,
      };
    case 'full':
      return {
        what: 'EAGAIN: the queue of connections that wait to be accepted is full',
        details: await holders(address),
        help: 'the service does not accept as fast as clients come, or hangs; a client that blocks would wait',
      };
    case 'connectedElsewhere':
      return {
        what: 'EPERM: the socket there is connected to another, and takes datagrams from that one only',
        details: await holders(address),
      };
    case 'noSuchName':
      return noSuchName(address);
    case 'other':
      return { what: finding.message };
  }
}

function forbidden({ path, directory, stats }: Extract<Finding, { finding: 'forbidden' }>): Explanation {
  const right = directory ? 'search the directory' : 'write the file (connecting takes that)';
  const us = `${userName(process.geteuid!())}, in ${process.getgroups!().map(groupName).join(', ')}`;
  return {
    what: `EACCES: this user may not ${right}${directory ? ` ${path}` : ''}`,
    details: [`it is ${modeText(stats)}, and you are ${us}`],
    help: joinable(stats, directory),
  };
}

const modeText = ({ uid, gid, mode }: FileFacts): string =>
  `${userName(uid)}:${groupName(gid)} ${mode.toString(8).padStart(4, '0')}`;

function joinable({ gid, mode }: FileFacts, directory: boolean): string {
  const bit = directory ? 0o010 : 0o020;
  if ((mode & bit) !== 0) return `run as a member of the group ${groupName(gid)}, or as root`;
  return 'run as its owner or as root, or have the service bind it with another mode';
}

/** Sockets with the same name elsewhere in the file's directory. */
function similar(path: string): string[] {
  const cut = path.lastIndexOf('/');
  const directory = cut <= 0 ? (cut === 0 ? '/' : '.') : path.slice(0, cut);
  try {
    const sockets = readdirSync(directory, { withFileTypes: true }).filter(entry => entry.isSocket());
    const names = sockets.map(({ name }) => name).sort();
    if (names.length === 0) return [`${directory} has no sockets`];
    const shown = names.slice(0, mostShown).join(' ');
    return [`sockets in ${directory}: ${shown}${names.length > mostShown ? ' …' : ''}`];
  } catch {
    return [];
  }
}

const mostShown = 12;

/** Who has sockets with an address, and how full their queues are. */
async function holders(address: UnixAddress): Promise<string[]> {
  const listing = await tryToList();
  const text = address.toString();
  const heads = listing?.sockets.filter(
    socket =>
      socket.address === text &&
      (socket.state === 'LISTEN' || socket.type === 'dgram' || socket.peer === undefined),
  );
  return (heads ?? []).map(
    socket =>
      `${socket.type} ${socket.state}, ${socket.state === 'LISTEN' ? `${socket.recvQ} of ${socket.sendQ} connections wait, ` : ''}${ownersText(socket)}`,
  );
}

/** A datagram socket that can be reached may still have no room. */
async function receiverQueue(address: UnixAddress, type: UnixSocketType): Promise<string[]> {
  const found = await holders(address);
  if (type !== 'dgram') return found;
  return found.map(
    line => `${line} (a queue of ${datagramQueue()} datagrams; a sender that finds it full gets EAGAIN)`,
  );
}

function datagramQueue(): string {
  try {
    return readFileSync('/proc/sys/net/unix/max_dgram_qlen', 'utf8').trim();
  } catch {
    return '10';
  }
}

async function tryToList(namespace?: string): Promise<Listing | undefined> {
  try {
    return await listUnixSockets(namespace);
  } catch (error) {
    if (error instanceof SocketError) return undefined;
    throw error;
  }
}

async function noSuchName(address: UnixAddress): Promise<Explanation> {
  const elsewhere = await namespacesWith(address);
  const details: string[] = elsewhere.map(
    ({ pid, command }) => `it is bound in the network namespace of process ${pid} (${command})`,
  );
  const near = await nearNames(address);
  if (near.length > 0) details.push(`here there ${near.length === 1 ? 'is' : 'are'} ${near.join(' ')}`);
  const [first] = elsewhere;
  return {
    what: 'ECONNREFUSED: no socket of this network namespace has this abstract name',
    details,
    help:
      first !== undefined
        ? `abstract names are known in their own namespace only: nsenter -t ${first.pid} -n unixctl why '${address}'`
        : near.length > 0
          ? 'names are exact to the byte, NULs at their end count: try --padded, or the name as it is listed'
          : 'start the service; in a container, look whether it shares the network namespace',
  };
}

/** Names of this namespace that differ from one in NULs behind it, or in a few bytes. */
async function nearNames(address: UnixAddress): Promise<string[]> {
  await using diag = SockDiag.open();
  const bare = stripped(address);
  const names = (await diag.unix({ show: ['name'] }).toArray())
    .map(({ name }) => addressOf(name))
    .filter(name => name?.kind === 'abstract' && Buffer.compare(stripped(name), bare) === 0)
    .map(name => shortAddress(name!.toString()));
  return [...new Set(names)];
}

const stripped = ({ bytes }: UnixAddress): Uint8Array => {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
};

/** Processes whose network namespaces have the name, one for each namespace that may be looked into. */
async function namespacesWith(address: UnixAddress): Promise<{ pid: number; command: string }[]> {
  const own = inodeOf('/proc/self/ns/net');
  const seen = new Set([own]);
  const found: { pid: number; command: string }[] = [];
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const inode = inodeOf(`/proc/${pid}/ns/net`);
    if (inode === undefined || seen.has(inode)) continue;
    seen.add(inode);
    try {
      await using diag = SockDiag.open({ namespace: Number(pid) });
      const sockets = await diag.unix({ show: ['name'] }).toArray();
      if (!sockets.some(({ name }) => addressOf(name)?.equals(address))) continue;
      found.push({ pid: Number(pid), command: readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd() });
    } catch {
      // Without the right to enter it, nothing can be said about it.
    }
  }
  return found;
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}
