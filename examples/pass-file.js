// Passes an open file over a socket, and reads it at the other end.
import { closeSync, openSync } from 'node:fs';
import { adopt, UnixListener, UnixStream } from 'afkit/unix';

const listener = UnixListener.listen('@afkit-example', { passCredentials: true });
const client = await UnixStream.connect('@afkit-example');
const file = openSync('/etc/hostname', 'r');
await client.send('take this', { fds: [file] });
closeSync(file);
const { data, fds, credentials } = await (await listener.accept()).receive();
const { kind, value } = await adopt(fds[0]);
console.log(`${data} from process ${credentials.pid}: a ${kind} that says ${await value.readFile()}`);
process.exit();
