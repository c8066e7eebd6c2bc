import { littleEndian } from '../wire/index.js';
import { messageHeaderSize } from './header.js';

/** What a system call sent or received, as strace(1) shows it. */
export interface TracedDatagram {
  readonly call: string;
  readonly fd: number;
  readonly direction: 'sent' | 'received';
  /** The netlink protocol by its constant; undefined where the trace does not tell. */
  readonly protocol: string | undefined;
  readonly bytes: Uint8Array;
  /** Whether strace cut the bytes off (its option -s). */
  readonly cut: boolean;
}

const sending = ['send', 'sendto', 'sendmsg', 'sendmmsg', 'write', 'writev'];
const receiving = ['recv', 'recvfrom', 'recvmsg', 'recvmmsg', 'read', 'readv'];

/** A call, perhaps behind a process number and a time; `<... recvmsg resumed>` goes on with an earlier one. */
const callLine = new RegExp(
  `^(?:\\[pid +(\\d+)\\] |(\\d+) +)?(?:[\\d:.]+ +)*(<\\.\\.\\. )?(socket|${[...sending, ...receiving].join('|')})(?: resumed>|\\()(.*)$`,
);
const descriptor = /^(\d+)(?:<[^>]*>)?, /;
const vectorLine = /^ = \d+ buffers in vector \d+/;
const bufferLine = /^ \* \d+ bytes in buffer \d+/;
/** Sixteen bytes as pairs of digits, with a further blank in the middle and the same as text behind them. */
const dumpLine = /^ \| [0-9a-f]{5,} {2}(.{49})/;

interface Call {
  readonly call: string;
  readonly fd: number;
  readonly protocol: string | undefined;
  /** Whether anything says that it is about netlink. */
  readonly netlink: boolean;
  parts: Uint8Array[];
  cut: boolean;
  /** Whether the bytes are those of a dump. */
  dumped: boolean;
}

/** Whether text is of strace(1): whether a line is a call that it knows. */
export function isTrace(text: string): boolean {
  return text.split('\n').some(line => callLine.test(line));
}

/**
 * The netlink datagrams of a trace, as far as it shows their bytes: as hex dumps (`-e write=all -e read=all`), or as
 * text where strace does not know the socket. Calls on sockets of other families are passed over.
 */
export function* parseTrace(text: string): Generator<TracedDatagram> {
  /** The protocols of the sockets that the trace saw made; undefined for those that are not netlink. */
  const sockets = new Map<number, string | undefined>();
  const unfinished = new Map<string, number>();
  let current: Call | undefined;
  for (const line of text.split(/\r?\n/)) {
    const dump = dumpLine.exec(line);
    if (dump !== null) {
      if (current !== undefined) addDump(current, dump[1]!);
    } else if (vectorLine.test(line)) {
      // What the line itself shows of several messages, the dumps of each show too.
      if (current?.dumped) yield* datagramOf(current);
      if (current !== undefined) current = { ...current, parts: [], dumped: true };
    } else if (!bufferLine.test(line)) {
      yield* datagramOf(current);
      current = callOf(line);
    }
  }
  yield* datagramOf(current);

  function callOf(line: string): Call | undefined {
    const match = callLine.exec(line);
    if (match === null) return undefined;
    const [, bracketed, bare, resumed, call, rest] = match as unknown as string[];
    const process = bracketed ?? bare ?? '';
    if (call === 'socket') {
      const made = /^AF_(\w+), [^,]+, (\w+)\).* = (\d+)/.exec(rest!);
      if (made !== null) sockets.set(Number(made[3]), made[1] === 'NETLINK' ? made[2] : undefined);
      return undefined;
    }
    const found = descriptor.exec(rest!);
    const fd =
      resumed === undefined ? (found === null ? undefined : Number(found[1])) : unfinished.get(process);
    if (fd === undefined) return undefined;
    if (rest!.includes('<unfinished ...>')) unfinished.set(process, fd);
    if (sockets.has(fd) && sockets.get(fd) === undefined) return undefined;
    const { parts, cut } = stringsOf(call!, rest!, found?.[0].length ?? 0);
    const netlink = sockets.has(fd) || /AF_NETLINK|nlmsg_len|<(?:NETLINK|socket):/.test(rest!);
    return { call: call!, fd, protocol: sockets.get(fd), netlink, parts, cut, dumped: false };
  }
}

/** The bytes that stand in the line itself. */
function stringsOf(
  call: string,
  rest: string,
  behindDescriptor: number,
): { parts: Uint8Array[]; cut: boolean } {
  const quoted = /"((?:[^"\\]|\\.)*)"(\.\.\.)?/;
  const pattern = /msg|v$/.test(call)
    ? new RegExp(`iov_base=${quoted.source}`, 'g')
    : new RegExp(quoted.source, 'y');
  pattern.lastIndex = /msg|v$/.test(call) ? 0 : behindDescriptor;
  const parts: Uint8Array[] = [];
  let cut = false;
  for (let match = pattern.exec(rest); match !== null; match = pattern.exec(rest)) {
    parts.push(unescaped(match[1]!));
    cut ||= match[2] !== undefined;
  }
  return { parts, cut };
}

/** A dump tells the same as the strings in the line, and all of it. */
function addDump(call: Call, columns: string): void {
  const pairs = columns.match(/[0-9a-f]{2}/g) ?? [];
  if (!call.dumped) Object.assign(call, { parts: [], cut: false, dumped: true });
  call.parts.push(Uint8Array.from(pairs, pair => Number.parseInt(pair, 16)));
}

function* datagramOf(call: Call | undefined): Generator<TracedDatagram> {
  if (call === undefined) return;
  const bytes = new Uint8Array(call.parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of call.parts) {
    bytes.set(part, at);
    at += part.length;
  }
  const { call: name, fd, protocol, cut, netlink } = call;
  if (bytes.length === 0 || !(netlink || looksLikeNetlink(bytes))) return;
  const direction = sending.includes(name) ? 'sent' : 'received';
  yield { call: name, fd, direction, protocol, bytes, cut };
}

/** Whether a length that fits stands where struct nlmsghdr has it. */
function looksLikeNetlink(bytes: Uint8Array): boolean {
  if (bytes.length < messageHeaderSize) return false;
  const length = new DataView(bytes.buffer).getUint32(0, littleEndian);
  return length >= messageHeaderSize && length <= bytes.length;
}

const escapes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, a: 7, b: 8, e: 27 };

/** The bytes of a string as C and strace write it. */
function unescaped(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const [, hex, octal, letter, plain] of text.matchAll(
    /\\x([0-9a-fA-F]{2})|\\([0-7]{1,3})|\\(.)|([^\\])/gs,
  )) {
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(plain!.charCodeAt(0));
  }
  return Uint8Array.from(bytes);
}
