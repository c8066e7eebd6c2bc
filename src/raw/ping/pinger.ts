/** Pings hosts: any number of them over one socket a family. */
import { SocketError } from '../../socket/index.js';
import { realtime } from '../clock.js';
import type { QueuedError } from '../error-queue.js';
import { leaseFlowLabel } from '../flow-label.js';
import { EchoSocket } from './echo-socket.js';
import type { PingEvent } from './events.js';
import { Host } from './host.js';
import type { PingOptions, PingSocketKind, PingTarget } from './options.js';
import { probeState } from './probe-ring.js';
import { Receiver } from './receiver.js';
import { Schedule } from './schedule.js';
import type { PingStatistics } from './statistics.js';
import { Wakeup } from './wakeup.js';

/** Errors of a send that pass when one waits. */
const passing = new Set(['ENOBUFS', 'ENOMEM']);

interface Lane {
  readonly socket: EchoSocket;
  readonly receiver: Receiver;
}

/**
 * Pings hosts. Iterate over it once: it sends while it is iterated over, and ends when every host has had its probes and
 * its time to answer, at the deadline, or after {@link stop}.
 *
 * An answer counts when identifier, sequence number, the address that it came from and, where the data have room, a
 * nonce of this pinger are those of a probe: what others ping is never taken for an answer.
 */
export class Pinger implements AsyncIterable<PingEvent>, Disposable {
  readonly #hosts: readonly Host[];
  readonly #lanes = new Map<string, Lane>();
  readonly #schedule: Schedule;
  readonly #options: PingOptions;
  readonly #wakeup = new Wakeup();
  #events: PingEvent[] = [];
  #closed = false;

  private constructor(targets: readonly PingTarget[], options: PingOptions) {
    this.#options = options;
    const { flowLabel = 0, broadcast = false, firstSequence: first = 1 } = options;
    this.#hosts = targets.map((target, index) => {
      return new Host(target, index, { flowInfo: flowLabel, broadcast, first });
    });
    this.#schedule = new Schedule(this.#hosts, options);
  }

  /**
   * Opens the sockets: a raw one for each family among the targets, or a datagram socket where that is not permitted.
   *
   * @throws SocketError EPERM or EACCES when neither is permitted, and what setting an option brings
   */
  static open(targets: readonly PingTarget[], options: PingOptions = {}): Pinger {
    const pinger = new Pinger(targets, options);
    try {
      pinger.#open();
      return pinger;
    } catch (error) {
      pinger.close();
      throw error;
    }
  }

  /** Which sockets it sends through. */
  get sockets(): PingSocketKind[] {
    return [...this.#lanes.values()].map(({ socket }) => socket.kind);
  }

  /** How a host has answered so far, by its place among the targets. */
  statistics(index: number): PingStatistics {
    return this.#hosts[index]!.tally.snapshot();
  }

  /** Sends nothing more and ends, without waiting for answers. */
  stop(): void {
    this.#schedule.stop();
    this.#wakeup.wake();
  }

  /** What happens, by the bufferful. */
  async *batches(): AsyncGenerator<PingEvent[], void, undefined> {
    const { signal } = this.#options;
    const schedule = this.#schedule;
    const wake = () => this.#wakeup.wake();
    signal?.addEventListener('abort', wake);
    try {
      schedule.start(realtime());
      for (;;) {
        signal?.throwIfAborted();
        if (this.#closed) return;
        this.#send();
        const more = this.#receive();
        const { length } = this.#events;
        if (length > 0) {
          const events = this.#events;
          this.#events = [];
          yield events;
        }
        const now = realtime();
        if (schedule.isOver(now)) return;
        if (more || schedule.maySend(now)) {
          // Others get their turn in a flood, too.
          if (length > 0) await new Promise(resolve => setImmediate(resolve));
          continue;
        }
        await this.#wait(schedule.pause(now));
      }
    } finally {
      signal?.removeEventListener('abort', wake);
      this.close();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<PingEvent, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  /** Closes the sockets; an iteration ends. Does nothing the second time. */
  close(): void {
    this.#closed = true;
    for (const { socket } of this.#lanes.values()) socket.close();
    this.#wakeup.wake();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #open(): void {
    const listener = {
      settled: (host: Host) => this.#schedule.settled(host, realtime()),
      event: (event: PingEvent) => {
        this.#events.push(event);
      },
    };
    for (const family of new Set(this.#hosts.map(host => host.family))) {
      const socket = EchoSocket.open(family, this.#options);
      try {
        this.#lanes.set(family, {
          socket,
          receiver: new Receiver(socket, this.#hosts, listener, this.#options),
        });
        const { flowLabel = 0 } = this.#options;
        // The kernel leases for one host, and no group.
        const one = this.#hosts.find(({ family: own, anySource }) => own === family && !anySource);
        if (family === 'inet6' && flowLabel > 0 && one !== undefined)
          leaseFlowLabel(socket.socket.socket, flowLabel, one.target.address.split('%')[0]!);
        for (const host of this.#hosts) {
          if (host.family !== family) continue;
          host.setZone(socket.socket);
          // Once for practice: the first time must not be longer for code that has not run yet.
          socket.write(0, host, host.probes.next, realtime());
        }
        socket.receive();
      } catch (error) {
        socket.close();
        throw error;
      }
    }
  }

  /** Sends what is due, a batch a family at a time. */
  #send(): void {
    for (const [family, lane] of this.#lanes) {
      const hosts = this.#schedule.due(realtime(), family, lane.socket.outgoing.slots);
      if (hosts.length === 0) continue;
      const now = realtime();
      let sequence = 0;
      for (const [slot, host] of hosts.entries()) {
        // A host that is due several times stands there so many times in a row.
        sequence = slot > 0 && hosts[slot - 1] === host ? sequence + 1 : host.probes.next;
        lane.socket.write(slot, host, sequence, now);
      }
      this.#transmit(lane, hosts, now);
    }
  }

  #transmit(lane: Lane, hosts: readonly Host[], now: number): void {
    let sent = 0;
    while (sent < hosts.length) {
      let count: number;
      let refusal: SocketError | undefined;
      try {
        count = lane.socket.send(sent, hosts.length - sent);
      } catch (error) {
        if (!(error instanceof SocketError) || this.#closed) throw error;
        if (passing.has(error.code)) break;
        refusal = error;
        count = 1;
      }
      if (count === 0) break;
      for (let i = sent; i < sent + count; i++) this.#sent(lane, hosts[i]!, now, refusal);
      sent += count;
    }
    if (sent < hosts.length) this.#schedule.postpone(hosts.slice(sent), now);
  }

  #sent(lane: Lane, host: Host, now: number, refusal: SocketError | undefined): void {
    const { target, probes, tally } = host;
    const sequence = probes.next;
    if (probes.next > (this.#options.firstSequence ?? 1) && probes.state(sequence - 1) === probeState.sent) {
      this.#events.push({ event: 'unanswered', target, sequence: sequence - 1, at: now });
    }
    probes.add(now);
    if (tally.transmitted++ === 0) tally.started = now;
    tally.last = now;
    this.#schedule.sent(host, now);
    if (refusal === undefined) {
      lane.receiver.transmitTimes?.sent(host.index, sequence);
      if (this.#options.sentEvents) this.#events.push({ event: 'sent', target, sequence, at: now });
      return;
    }
    probes.setState(sequence, probeState.failed);
    tally.errors++;
    const reason: QueuedError | undefined = lane.receiver.receiveErrors()[0];
    if (reason !== undefined) tally.reported++;
    this.#schedule.settled(host, now);
    const { code } = refusal;
    const text = refusal.message.replace(/^\w+ \w+: /, '');
    const mtu = reason?.mtu;
    this.#events.push({
      event: 'error',
      target,
      sequence,
      at: now,
      origin: 'local',
      code,
      text,
      ...(mtu === undefined ? {} : { mtu }),
    });
  }

  /** Receives what is there; whether there may be more. */
  #receive(): boolean {
    let more = false;
    for (const { receiver } of this.#lanes.values()) {
      // Stamps are there before the answers that they are for.
      if (this.#options.kernelTimes) receiver.receiveErrors();
      if (receiver.receive()) more = true;
    }
    return more;
  }

  async #wait(milliseconds: number): Promise<void> {
    const waits = [...this.#lanes.values()].map(({ socket }) => socket.socket);
    await this.#wakeup.wait(waits, milliseconds);
    if (this.#closed) return;
    for (const { receiver } of this.#lanes.values()) receiver.receiveErrors();
  }
}
