// unix-usocket.js PEERS SIZE COUNT: messages of a byte with SIZE descriptors each, there and closed, through npm usocket.
import { closeSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { timed } from './stream-traffic.js';

const [peers, ...numbers] = process.argv.slice(2);
const [size, count] = numbers.map(Number);
const { UServer, USocket } = createRequire(`${peers}/`)('usocket');
const path = `/tmp/afkit-bench-${process.pid}`;
process.on('exit', () => rmSync(path, { force: true }));

const server = new UServer();
const client = new USocket();
const accepted = new Promise(resolve => server.on('connection', resolve));
await new Promise(resolve => server.listen(path, resolve));
const connected = new Promise(resolve => client.once('connected', resolve));
client.connect(path);
const connection = await accepted;
await connected;

await timed(
  () =>
    new Promise(done => {
      const file = openSync('/dev/null', 'r');
      const data = Buffer.from('x');
      const fds = Array(size).fill(file);
      let received = 0;
      const send = () => connection.write({ data, fds });
      client.on('readable', () => {
        for (;;) {
          const message = client.read(1, size);
          if (message === null) return;
          for (const fd of message.fds) closeSync(fd);
          if (++received === count) {
            done();
            return;
          }
          send();
        }
      });
      client.read(0);
      send();
    }),
);
