import type { UnixAddress } from '../../unix/address.js';
import { UnixDatagramProxy } from '../../unix/datagram-proxy.js';
import type { UnixSocketType } from '../../unix/diagnosis.js';
import { UnixProxy } from '../../unix/proxy.js';
import type { RelayObserver } from '../../unix/relay.js';
import { styles } from '../styles.js';
import { dumpLines } from './dump-text.js';
import { descriptorLines, senderText } from './received-text.js';
import { Recorder } from './recording/tape.js';
import { untilStopped } from './until-stopped.js';

export interface ProxySettings {
  readonly listen: UnixAddress;
  readonly target: UnixAddress;
  readonly type: UnixSocketType;
  readonly mode: number | undefined;
  readonly dump: boolean;
  readonly pcap: { readonly path: string; readonly port: number } | undefined;
  /** Connect as who runs this, and not as the client. */
  readonly asMe: boolean;
}

/** Relays until it is stopped. */
export function proxy({
  listen,
  target,
  type,
  mode,
  dump,
  pcap,
  asMe,
}: ProxySettings): Promise<number | undefined> {
  return untilStopped({}, async signal => {
    const recorder = pcap === undefined ? undefined : new Recorder({ ...pcap, type });
    const report = new Report(dump, recorder);
    const server =
      type === 'dgram'
        ? UnixDatagramProxy.bind(listen, target, {
            mode,
            observe: number => ({
              ...report.observer(number),
              open: address =>
                report.say(
                  number,
                  `sends from ${address.toString() || 'no address, and cannot be answered'}`,
                ),
              close: error => report.closed(number, error),
            }),
          })
        : UnixProxy.listen(listen, target, {
            mode,
            type,
            keepIdentity: !asMe,
            observe: number => ({
              ...report.observer(number),
              open: client => report.say(number, `connects: ${senderText(client.peer.credentials)}`),
              close: error => report.closed(number, error),
            }),
          });
    const stop = (): void => server.close();
    signal.addEventListener('abort', stop);
    try {
      await server.closed;
    } finally {
      signal.removeEventListener('abort', stop);
      server.close();
      recorder?.close();
    }
    return undefined;
  });
}

/** What a proxy prints and records. */
class Report {
  readonly #dump: boolean;
  readonly #recorder: Recorder | undefined;
  readonly #styles = styles();
  #warned = false;

  constructor(dump: boolean, recorder: Recorder | undefined) {
    this.#dump = dump;
    this.#recorder = recorder;
  }

  observer(number: number): RelayObserver {
    const tape = this.#recorder?.tape('client');
    return {
      message: ({ direction, data, fds, credentials, genuine }) => {
        if (direction === 'forward') tape?.send(data);
        else tape?.receive(data);
        if (!genuine && !this.#warned && process.geteuid!() !== 0) {
          this.#warned = true;
          process.stderr.write(
            "unixctl: credentials that senders attach become ours: passing on others' takes root\n",
          );
        }
        if (!this.#dump) return;
        const sender =
          credentials === undefined || credentials.pid === 0
            ? ''
            : `, pid ${credentials.pid} uid ${credentials.uid}`;
        this.say(number, `${direction === 'forward' ? '→' : '←'} ${data.length} bytes${sender}`);
        for (const line of descriptorLines(fds)) process.stdout.write(`    descriptor: ${line}\n`);
        for (const line of dumpLines(data)) process.stdout.write(`    ${line}\n`);
      },
      end: direction => {
        if (direction === 'forward') tape?.endSending();
        this.say(number, direction === 'forward' ? '→ end' : '← end');
      },
    };
  }

  say(number: number, text: string): void {
    if (!this.#dump) return;
    const { bold, plain } = this.#styles;
    process.stdout.write(`${bold}#${number}${plain} ${text}\n`);
  }

  closed(number: number, error: Error | undefined): void {
    if (error !== undefined) process.stderr.write(`unixctl: #${number}: ${error.message}\n`);
    this.say(number, 'is gone');
  }
}
