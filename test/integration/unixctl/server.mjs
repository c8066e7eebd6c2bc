/** An HTTP server on descriptor 3 that answers with its process number, and ends its work before it ends. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

const server = createServer((_request, response) => {
  response.setHeader('connection', 'close');
  response.end(`${process.pid}\n`);
});
server.listen({ fd: 3 }, () => {
  if (process.env.NOTIFY_SOCKET && process.argv[2]) {
    spawn(process.execPath, [process.argv[2], 'notify', '--ready', '--pid', String(process.pid)], {
      stdio: 'inherit',
    });
  }
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
