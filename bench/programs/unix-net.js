// unix-net.js KIND SIZE COUNT: the same through node:net.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { roundTrips, throughput, timed } from './stream-traffic.js';

const [kind, ...numbers] = process.argv.slice(2);
const [size, count] = numbers.map(Number);
const path = `\0afkit-bench-${process.pid}`;
const server = createServer().listen(path);
await once(server, 'listening');
const from = connect(path);
const [to] = await once(server, 'connection');
await timed(() => (kind === 'stream' ? throughput : roundTrips)(from, to, size, count));
