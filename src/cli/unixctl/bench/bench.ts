import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { constants, Socket } from '../../../socket/index.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import { type UnixSocketType, unixSocketTypes } from '../../../unix/diagnosis.js';
import { UnixStream } from '../../../unix/stream.js';
import { Output } from '../../output.js';
import { table } from '../../table.js';
import { close, type Endpoint, end } from '../talk/endpoint.js';
import { adoptEnd, endMark, type Role, type Tally } from './peer.js';

export interface BenchSettings {
  readonly types: readonly UnixSocketType[];
  readonly seconds: number;
  readonly json: boolean;
}

interface Result {
  readonly type: UnixSocketType;
  readonly measure: 'round trip' | 'throughput' | 'descriptors';
  /** Bytes of a message. */
  readonly size: number;
  /** Per second: round trips, messages or descriptors. */
  readonly rate: number;
  readonly bytesPerSecond: number | undefined;
  /** Microseconds of a round trip. */
  readonly microseconds: number | undefined;
}

const small = 64;
const large = 65_536;

/** Measures each type between this process and another. */
export async function bench({ types, seconds, json }: BenchSettings): Promise<undefined> {
  const output = new Output();
  const results: Result[] = [];
  for (const type of types) {
    for (const measure of [roundTrip, throughputOf(small), throughputOf(large), descriptors]) {
      const result = await measure(type, seconds);
      results.push(result);
      if (json) output.write(`${JSON.stringify(result)}\n`);
      output.flush();
    }
  }
  if (!json) for (const line of table(columns, results.map(row))) output.write(`${line}\n`);
  output.flush();
  return undefined;
}

const columns = [
  { title: 'TYPE' },
  { title: 'MEASURE' },
  { title: 'BYTES', right: true },
  { title: 'PER SECOND', right: true },
  { title: 'MB/s', right: true },
  { title: 'µs', right: true },
] as const;

function row({ type, measure, size, rate, bytesPerSecond, microseconds }: Result): string[] {
  return [
    type,
    measure,
    String(size),
    Math.round(rate).toLocaleString('en'),
    bytesPerSecond === undefined ? '' : (bytesPerSecond / 1e6).toFixed(0),
    microseconds === undefined ? '' : microseconds.toFixed(1),
  ];
}

async function roundTrip(type: UnixSocketType, seconds: number): Promise<Result> {
  await using run = new Run(type, 'echo');
  const data = Buffer.alloc(small, 'x');
  const exchange = async (): Promise<void> => {
    await run.endpoint.send(data);
    for (let received = 0; received < small; ) received += (await run.endpoint.receive())!.data.length;
  };
  // The other process is there when it has answered.
  await exchange();
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < seconds * 1000; count++) await exchange();
  const elapsed = performance.now() - start;
  await run.finish();
  const rate = (count / elapsed) * 1000;
  return {
    type,
    measure: 'round trip',
    size: small,
    rate,
    bytesPerSecond: undefined,
    microseconds: 1e6 / rate,
  };
}

const throughputOf =
  (size: number) =>
  async (type: UnixSocketType, seconds: number): Promise<Result> => {
    await using run = new Run(type, 'sink');
    const { endpoint } = run;
    const data = Buffer.alloc(size, 'x');
    const until = performance.now() + seconds * 1000;
    if (endpoint instanceof UnixStream) {
      while (performance.now() < until) if (!endpoint.write(data)) await once(endpoint, 'drain');
    } else {
      const many = Array.from({ length: size > 1000 ? 8 : 256 }, () => data);
      while (performance.now() < until) await endpoint.sendMany(many);
    }
    const { messages, bytes, milliseconds } = await run.finish();
    const bytesPerSecond = (bytes / milliseconds) * 1000;
    const count = endpoint instanceof UnixStream ? bytes / size : messages;
    const rate = (count / milliseconds) * 1000;
    return { type, measure: 'throughput', size, rate, bytesPerSecond, microseconds: undefined };
  };

async function descriptors(type: UnixSocketType, seconds: number): Promise<Result> {
  await using run = new Run(type, 'descriptors');
  const data = Buffer.alloc(2);
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) for (let i = 0; i < 32; i++) await run.endpoint.send(data, { fds: [2] });
  const { messages, milliseconds } = await run.finish();
  const rate = (messages / milliseconds) * 1000;
  return { type, measure: 'descriptors', size: 2, rate, bytesPerSecond: undefined, microseconds: undefined };
}

/** One measurement: an end here, the other in a process of its own. */
class Run implements AsyncDisposable {
  readonly endpoint: Endpoint;
  readonly #said: Promise<string>;

  constructor(type: UnixSocketType, role: Role) {
    const [ours, theirs] = Socket.pair(constants.AF_UNIX, unixSocketTypes[type]);
    const self = [...process.execArgv, process.argv[1]!, 'bench-peer', type, role];
    const child = spawn(process.execPath, self, { stdio: ['ignore', 'pipe', 'inherit', theirs.fd] });
    theirs.close();
    this.#said = text(child.stdout!);
    this.endpoint = adoptEnd(ours.release(), type);
  }

  /** Tells the other side that this is all, and resolves with what it has counted. */
  async finish(): Promise<Tally> {
    if (this.endpoint instanceof UnixDatagram) await this.endpoint.send(Buffer.alloc(endMark));
    else end(this.endpoint);
    const said = await this.#said;
    return said === '' ? { messages: 0, bytes: 0, milliseconds: 1 } : (JSON.parse(said) as Tally);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    close(this.endpoint);
    await this.#said;
  }
}
