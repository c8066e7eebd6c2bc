/**
 * The native addon, typed. This is the only file that loads it.
 *
 * Its calls know nothing of any address family. A call returns its value or −errno; wrong use
 * (types, ranges, a closed object) throws TypeError or RangeError.
 */
import { createRequire } from 'node:module';
import type { Constants } from './constants.js';

/** Slots for recvmmsg(2) and sendmmsg(2). `status` has four words a slot: length, flags, name length, control length. */
export interface NativeBatch {
  readonly payload: Uint8Array;
  readonly name: Uint8Array;
  readonly control: Uint8Array;
  readonly status: Int32Array;
  receive(fd: number, flags: number, maxSlots: number): number;
  /** Returns 0 or −errno. The callback gets what receive() returns; −ECANCELED when the batch was closed meanwhile. */
  receiveInBackground(
    fd: number,
    flags: number,
    maxSlots: number,
    callback: (result: number) => void,
  ): number;
  receiving(): boolean;
  sending(): boolean;
  send(fd: number, first: number, count: number, flags: number): number;
  /** Returns 0 or −errno. The callback gets what send() returns; −ECANCELED when the batch was closed meanwhile. */
  sendInBackground(
    fd: number,
    first: number,
    count: number,
    flags: number,
    callback: (result: number) => void,
  ): number;
  /** One message, its payload into `bytes`: 1, or −errno. */
  receiveInto(fd: number, flags: number, bytes: Uint8Array): number;
  /** Slot 0's address and control messages with the payload `bytes`: the bytes taken, or −errno. */
  sendFrom(fd: number, flags: number, bytes: Uint8Array): number;
  claim(slot: number, out: Int32Array, type: number): number;
  discard(): void;
  close(): void;
}

/** Readiness of a descriptor: 1 is readable, 2 is writable. What was reported must be asked for again. */
export interface NativePoller {
  start(events: number): number;
  stop(): void;
  close(): void;
  ref(): void;
  unref(): void;
}

export interface NativeAddon {
  socket(domain: number, type: number, protocol: number): number;
  socketpair(domain: number, type: number, protocol: number, out: Int32Array): number;
  close(fd: number): number;
  /** Has the descriptor closed when this thread ends, even by terminate(). */
  own(fd: number): void;
  /** {@link own} for each of the first `count`. */
  ownAll(fds: Int32Array, count: number): void;
  disown(fd: number): void;
  /** disown and close in one. */
  closeOwned(fd: number): number;
  /** {@link closeOwned} for each of the first `count`, which change their places. */
  closeAllOwned(fds: Int32Array, count: number): void;
  /** Another descriptor of the same open file, closed on exec. */
  duplicate(fd: number): number;
  /** memfd_create(2), closed on exec; `sealable` is 1 for MFD_ALLOW_SEALING. */
  memoryFile(sealable: number): number;
  /** fcntl(2) with an int. */
  fileControl(fd: number, command: number, argument: number): number;
  bind(fd: number, address: Uint8Array): number;
  connect(fd: number, address: Uint8Array): number;
  /** {@link connect} by a thread that has other effective ids; `became[0]` is 1 where connect(2) was called. */
  connectAs(
    fd: number,
    address: Uint8Array,
    uid: number,
    gid: number,
    groups: Int32Array,
    became: Int32Array,
  ): number;
  listen(fd: number, backlog: number): number;
  /** `length[0]` becomes the length of the peer's address: more than `address.length` when that was too small. */
  accept(fd: number, address: Uint8Array | null, length: Int32Array | null): number;
  shutdown(fd: number, how: number): number;
  /** Returns the length of the address: more than `out.length` when that was too small. */
  getsockname(fd: number, out: Uint8Array): number;
  getpeername(fd: number, out: Uint8Array): number;
  /** Returns the length of the value, which for some options is more than `value.length`. */
  getsockopt(fd: number, level: number, name: number, value: Uint8Array): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array): number;
  /** SO_ATTACH_FILTER: classic BPF, 8 bytes an instruction. */
  attachFilter(fd: number, program: Uint8Array): number;
  ioctl(fd: number, request: number, argument: Uint8Array | number): number;
  openInNamespace(namespaceFd: number, domain: number, type: number, protocol: number): number;
  newNetworkNamespace(): number;
  openNamespaceFile(path: string): number;
  openFileInNamespace(namespaceFd: number, flags: number, path: string): number;
  errnoName(errno: number): string | undefined;
  errnoMessage(errno: number): string;
  readonly constants: Constants;
  readonly MessageBatch: new (shape: {
    slots: number;
    payloadSize: number;
    nameSize: number;
    controlSize: number;
  }) => NativeBatch;
  readonly Poller: new (fd: number, callback: (events: number) => void) => NativePoller;
}

function load(): NativeAddon {
  try {
    return createRequire(import.meta.url)('../../native/build/Release/afkit.node');
  } catch (cause) {
    throw new Error(
      'the native addon of afkit is missing or was built for another Node.js: ' +
        'run `npm rebuild afkit` (in a checkout of afkit: `npm install`)',
      { cause },
    );
  }
}

export const addon: NativeAddon = load();
