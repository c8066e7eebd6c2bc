import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { objectMessage, overrunMessage } from '../../netlink/message-bytes.js';
import { type RecordingFormat, recordingStart, recordMessage } from '../../netlink/recording.js';
import { type Link, routeMessages } from '../../netlink/route/index.js';
import type { ReplayedEvent } from '../../netlink/route/route-replay.js';
import { recordingFormat } from './recording-format.js';

/** Messages about the interfaces of ours, which names are taken from, and those that were printed, in a file. */
export class Recorder {
  readonly #path: string;
  readonly #format: RecordingFormat;
  #pending: Uint8Array[];
  #descriptor: number | undefined;
  /** Bytes of the file that are whole messages. */
  #whole = 0;

  constructor(path: string) {
    this.#path = path;
    this.#format = recordingFormat(path);
    this.#pending = [recordingStart(this.#format, Date.now())];
  }

  /** Makes the file, or empties it, and writes what is known so far. */
  open(): void {
    this.#trying(() => {
      this.#descriptor = openSync(this.#path, 'w');
    });
    this.flush();
  }

  /** Links that are there, for their names. */
  present(links: readonly Link[], nsid: number | undefined): void {
    for (const link of links) this.#add(objectMessage(routeMessages.link, link), Date.now(), nsid, true);
  }

  /** An event; `present` says that it tells what was there. */
  event(event: ReplayedEvent, present: boolean): void {
    const { time, nsid } = event;
    if (event.event === 'gap') this.#add(overrunMessage(), time, nsid, false);
    else if (event.raw !== undefined) this.#add(event.raw, time, nsid, present);
    else if (event.event !== 'unknown') {
      this.#add(objectMessage(routeMessages[event.object], event.value), time, nsid, present);
    }
  }

  /** Writes what was recorded, whole messages only. */
  flush(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined || this.#pending.length === 0) return;
    const pieces = this.#pending;
    const bytes = Buffer.concat(pieces);
    this.#pending = [];
    let written = 0;
    try {
      this.#trying(() => {
        while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      });
      this.#whole += bytes.length;
    } catch (error) {
      let whole = 0;
      for (const { length } of pieces) {
        if (whole + length > written) break;
        whole += length;
      }
      this.#whole += whole;
      this.#cut(descriptor);
      throw error;
    }
  }

  /** Does nothing the second time. */
  close(): void {
    if (this.#descriptor === undefined) return;
    const descriptor = this.#descriptor;
    try {
      this.flush();
    } finally {
      this.#descriptor = undefined;
      this.#trying(() => closeSync(descriptor));
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #add(bytes: Uint8Array, time: number, nsid: number | undefined, present: boolean): void {
    this.#pending.push(recordMessage(this.#format, { bytes, time, nsid, present }));
  }

  /** Leaves out the beginning of what there was no room for. */
  #cut(descriptor: number): void {
    try {
      ftruncateSync(descriptor, this.#whole);
    } catch {
      // A pipe or a device: what is written there stays.
    }
  }

  #trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new Error(`cannot record to ${this.#path}: ${(error as Error).message}`, { cause: error });
    }
  }
}
