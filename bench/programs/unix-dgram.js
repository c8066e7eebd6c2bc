// unix-dgram.js PEERS SIZE COUNT: datagrams through npm unix-dgram, connected, with its congestion events.

import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { timed } from './stream-traffic.js';

const [peers, ...numbers] = process.argv.slice(2);
const [size, count] = numbers.map(Number);
const { createSocket } = createRequire(`${peers}/`)('unix-dgram');
const path = `/tmp/afkit-bench-${process.pid}`;
process.on('exit', () => rmSync(path, { force: true }));

await timed(
  () =>
    new Promise(done => {
      let received = 0;
      const server = createSocket('unix_dgram', data => {
        if (data.length !== size) throw new Error('a message was changed');
        if (++received === count) done();
      });
      server.bind(path);
      const client = createSocket('unix_dgram');
      client.connect(path);
      const bytes = Buffer.alloc(size, 'x');
      let sent = 0;
      let congested = false;
      client.on('congestion', () => {
        congested = true;
        sent--;
      });
      const send = () => {
        congested = false;
        while (sent < count && !congested) {
          sent++;
          client.send(bytes);
        }
      };
      client.on('writable', send);
      send();
    }),
);
