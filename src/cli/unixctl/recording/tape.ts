import { closeSync, openSync, writeSync } from 'node:fs';
import { TcpConversation, udpMessage } from '../../../raw/conversation.js';
import { linkTypes } from '../../../raw/link-types.js';
import type { UnixSocketType } from '../../../unix/diagnosis.js';
import { pcapHeader, pcapRecord } from '../../../wire/index.js';

export interface RecorderOptions {
  readonly path: string;
  /** The port that the side that listens has in the packets. */
  readonly port: number;
  readonly type: UnixSocketType;
}

/** What is recorded of one connection, from the side that this process is. */
export interface Tape {
  send(data: Uint8Array): void;
  receive(data: Uint8Array): void;
  endSending(): void;
}

const firstPort = 40_000;
const ports = 25_000;
const loopback = '127.0.0.1';

/** A pcap file of made-up IP packets: see docs/unixctl.md, Recordings. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #file: number;
  #connections = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#file = openSync(options.path, 'w');
    writeSync(this.#file, pcapHeader(linkTypes.raw));
  }

  /** A connection of its own. `we` is which side `send` speaks for. */
  tape(we: 'client' | 'server'): Tape {
    const { port, type } = this.#options;
    const ends = { address: loopback, client: firstPort + (this.#connections++ % ports), server: port };
    const they = we === 'client' ? 'server' : 'client';
    if (type !== 'stream') {
      return {
        send: data => this.#write([udpMessage(ends, we, data)]),
        receive: data => this.#write([udpMessage(ends, they, data)]),
        endSending() {},
      };
    }
    const conversation = new TcpConversation(ends);
    this.#write(conversation.open());
    return {
      send: data => this.#write(conversation.say(we, data)),
      receive: data => this.#write(conversation.say(they, data)),
      endSending: () => this.#write(conversation.end(we)),
    };
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(packets: readonly Uint8Array[]): void {
    const now = performance.timeOrigin + performance.now();
    const seconds = Math.floor(now / 1000);
    const nanoseconds = Math.floor((now - seconds * 1000) * 1e6);
    for (const bytes of packets) writeSync(this.#file, pcapRecord({ seconds, nanoseconds, bytes }));
  }
}
