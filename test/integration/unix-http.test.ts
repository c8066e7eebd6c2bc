/** node:http, node:http2 and curl over the streams of afkit/unix, at either end. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { createConnection, createServer as createNetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UnixListener, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName, temporaryPath } from '../unix/support.js';

const run = promisify(execFile);
const haveCurl = spawnSync('curl', ['--version']).status === 0;

/** Answers with what it was sent, or with much. */
function echoServer(): Server {
  return createServer((request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(3_000_000, 'x'));
    else if (request.url === '/peer') {
      const stream = request.socket as unknown as UnixStream;
      response.end(JSON.stringify(stream.peer.credentials));
    } else request.pipe(response);
  });
}

/** Has a server of node:http take the connections of a listener. */
function serve(address: string, server: Server): UnixListener {
  const listener = UnixListener.listen(address, { allowHalfOpen: true });
  listener.on('connection', stream => server.emit('connection', stream));
  onTestFinished(() => {
    server.closeAllConnections();
    listener.close();
  });
  return listener;
}

async function body(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of message.setEncoding('utf8')) text += chunk;
  return text;
}

async function ask(options: object, data = ''): Promise<string> {
  const asking = request({ method: 'POST', path: '/', ...options });
  asking.end(data);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return body(response);
}

describe('node:http', () => {
  it('at both ends: an agent that keeps its connections', () =>
    expectNoLeak(async () => {
      const path = temporaryPath();
      let connections = 0;
      const server = echoServer().on('connection', () => connections++);
      const listener = serve(path, server);
      const agent = new Agent({ keepAlive: true, timeout: 5000 });
      Object.assign(agent, { createConnection: () => UnixStream.dial(path) });
      for (let i = 0; i < 5; i++) expect(await ask({ agent }, `request ${i}`)).toBe(`request ${i}`);
      expect(connections).toBe(1);
      expect((await ask({ agent, path: '/large' })).length).toBe(3_000_000);
      expect(JSON.parse(await ask({ agent, path: '/peer' }))).toMatchObject({ pid: process.pid });
      const many = await Promise.all(
        Array.from({ length: 20 }, (_, i) => ask({ agent }, 'y'.repeat(i * 10_000))),
      );
      expect(many.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, (_, i) => i * 10_000));
      agent.destroy();
      server.closeAllConnections();
      listener.close();
    }));

  it('as client of a server of node:net, and the other way round', async () => {
    const path = temporaryPath();
    const server = echoServer().listen(path);
    await once(server, 'listening');
    expect(await ask({ createConnection: () => UnixStream.dial(path) }, 'ours')).toBe('ours');
    server.close();

    const other = temporaryPath();
    serve(other, echoServer());
    expect(await ask({ socketPath: other, agent: false }, 'theirs')).toBe('theirs');
  });

  it('says when nobody listens, and when a request takes too long', async () => {
    const asking = request({ createConnection: () => UnixStream.dial('/nowhere/socket') });
    asking.end();
    const [error] = await once(asking, 'error');
    expect(error.code).toBe('ENOENT');

    const path = temporaryPath();
    serve(
      path,
      createServer(() => {}),
    );
    const slow = request({ createConnection: () => UnixStream.dial(path) });
    slow.setTimeout(30);
    slow.end();
    await once(slow, 'timeout');
    slow.destroy();
    await once(slow, 'error');
  });

  it('upgrades to WebSocket', async () => {
    const path = temporaryPath();
    const server = createServer().on('upgrade', (message: IncomingMessage, socket: Duplex, head: Buffer) => {
      const key = `${message.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      expect(head).toHaveLength(0);
      socket.on('data', (frame: Buffer) => {
        // RFC 6455: FIN and text, masked, up to 125 bytes.
        expect([frame[0], frame[1]! & 0x80]).toEqual([0x81, 0x80]);
        const mask = frame.subarray(2, 6);
        const text = frame.subarray(6).map((byte, i) => byte ^ mask[i % 4]!);
        socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
      });
      socket.on('end', () => socket.end());
    });
    serve(path, server);
    const asking = request({
      createConnection: () => UnixStream.dial(path),
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
      },
    });
    asking.end();
    const [response, socket] = (await once(asking, 'upgrade')) as [IncomingMessage, UnixStream];
    expect(response.headers['sec-websocket-accept']).toBe('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    expect(socket).toBeInstanceOf(UnixStream);
    socket.write(Buffer.from([0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]));
    const [frame] = await once(socket, 'data');
    expect(frame.toString('latin1')).toBe('\x81\x05Hello');
    socket.end();
    await once(socket, 'close');
  });
});

it('node:http2 at both ends', async () => {
  const path = temporaryPath();
  const server = createHttp2Server((request, response) => request.pipe(response));
  using listener = UnixListener.listen(path);
  listener.on('connection', stream => server.emit('connection', stream));
  const client = connectHttp2('http://localhost', { createConnection: () => UnixStream.dial(path) });
  const stream = client.request({ ':method': 'POST' });
  stream.end('over http2');
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  expect(text).toBe('over http2');
  await new Promise<void>(done => client.close(done));
});

it('a client of node:net half closes, and gets its answer', async () => {
  const path = temporaryPath();
  using listener = UnixListener.listen(path, { allowHalfOpen: true });
  const client: Socket = createConnection({ path, allowHalfOpen: true });
  client.end('question');
  const server = await listener.accept();
  let text = '';
  server.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  await once(server, 'end');
  server.end(`${text} answered`);
  let answer = '';
  for await (const chunk of client.setEncoding('utf8')) answer += chunk;
  expect(answer).toBe('question answered');

  const other = temporaryPath();
  const net = createNetServer(socket => socket.pipe(socket)).listen(other);
  await once(net, 'listening');
  const ours = await UnixStream.connect(other, { allowHalfOpen: true });
  ours.end('echo');
  let echo = '';
  for await (const chunk of ours.setEncoding('utf8')) echo += chunk;
  expect(echo).toBe('echo');
  net.close();
});

describe.skipIf(!haveCurl)('curl (skipped where it is missing)', () => {
  const arguments_ = ['--silent', '--show-error', '--data', 'from curl', 'http://localhost/'];

  it('reaches a path', async () => {
    const path = temporaryPath();
    serve(path, echoServer());
    expect((await run('curl', ['--unix-socket', path, ...arguments_])).stdout).toBe('from curl');
    const large = await run('curl', ['-s', '--unix-socket', path, 'http://localhost/large'], {
      maxBuffer: 1e7,
    });
    expect(large.stdout.length).toBe(3_000_000);
  });

  it('reaches an abstract name', async () => {
    const name = freshName();
    serve(String(name), echoServer());
    const { stdout } = await run('curl', ['--abstract-unix-socket', String(name).slice(1), ...arguments_]);
    expect(stdout).toBe('from curl');
  });
});
