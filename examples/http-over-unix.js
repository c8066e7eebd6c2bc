// A server of node:http behind an AF_UNIX socket: who asks is known by the kernel.
import { createServer, get } from 'node:http';
import { UnixListener, UnixStream } from 'afkit/unix';

const server = createServer(({ socket }, response) =>
  response.end(`You are user ${socket.peer.credentials.uid}\n`),
);
const listener = UnixListener.listen('/tmp/afkit-example.sock', { mode: 0o660, allowHalfOpen: true });
listener.on('connection', stream => server.emit('connection', stream));

get({ path: '/', createConnection: () => UnixStream.dial('/tmp/afkit-example.sock') }, response => {
  response.pipe(process.stdout);
  response.on('end', () => listener.close());
});
