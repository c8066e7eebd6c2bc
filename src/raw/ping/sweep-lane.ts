/** Sends a batch of probes, whatever becomes of single ones. */
import { SocketError } from '../../socket/index.js';
import type { EchoSocket } from './echo-socket.js';

/** Errors of a send that pass when one waits. */
const passing = new Set(['ENOBUFS', 'ENOMEM']);

export class SweepLane {
  readonly echo: EchoSocket;
  readonly #background: boolean;
  #divides = false;

  /** @param background whether a thread of the pool sends: for one lane of several */
  constructor(echo: EchoSocket, background: boolean) {
    this.echo = echo;
    this.#background = background;
  }

  /** Sends the first `count` slots. One that cannot be sent is left out: that host does not answer. */
  async transmit(count: number): Promise<void> {
    const { socket } = this.echo;
    let refused = -1;
    for (let sent = 0; sent < count; ) {
      try {
        const taken = await this.#send(sent, count - sent);
        if (taken === 0) await pause();
        sent += taken;
      } catch (error) {
        if (!(error instanceof SocketError) || socket.closed) throw error;
        socket.receiveErrors();
        if (passing.has(error.code)) await pause();
        else if (error.code === 'EMSGSIZE' && !this.#divides) this.#divide();
        // What ICMP said of another host fails one send, of whatever; this host's own error comes again.
        else if (refused !== sent) refused = sent;
        else sent++;
      }
    }
  }

  close(): void {
    this.echo.close();
  }

  #send(first: number, count: number): number | Promise<number> {
    const { socket, outgoing } = this.echo;
    if (!this.#background) return socket.socket.send(outgoing, first, count);
    return socket.socket.sendInBackground(outgoing, first, count);
  }

  /** From now on sends what is larger than the MTU in fragments. */
  #divide(): void {
    this.#divides = true;
    this.echo.socket.set({ mtuDiscover: 'want' });
  }
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 1));
