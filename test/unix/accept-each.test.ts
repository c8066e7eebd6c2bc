import { describe, expect, it } from 'vitest';
import { acceptEach, UnixListener, UnixSeqpacket, UnixStream } from '../../src/unix/index.js';
import { expectNoLeak } from '../support/descriptors.js';
import { freshName } from './support.js';

const whole = async (stream: UnixStream): Promise<string> => {
  let text = '';
  for (let part = await stream.receive(); part !== undefined; part = await stream.receive())
    text += part.data;
  return text;
};

describe('acceptEach', () => {
  it('runs a command for each connection, as descriptor 3, until the listener is closed', () =>
    expectNoLeak(async () => {
      const listener = UnixListener.listen(freshName());
      const seen: string[] = [];
      let exited = 0;
      const script = 'echo $PROTO $IPCREMOTEPID $LISTEN_FDS $LISTEN_FDNAMES $((LISTEN_PID - $$)) >&3';
      const all = acceptEach(listener, {
        command: ['sh', '-c', script],
        observe: event => {
          seen.push(event);
          if (event === 'exited') exited++;
        },
      });
      for (let i = 0; i < 2; i++) {
        const client = await UnixStream.connect(listener.local);
        expect(await whole(client)).toBe(`IPC ${process.pid} 1 connection 0\n`);
        client.destroy();
      }
      while (exited < 2) await new Promise(setImmediate);
      listener.close();
      await all;
      expect(seen.filter(event => event === 'started').length).toBe(2);
    }));

  it('as standard input and output, also over seqpackets', () =>
    expectNoLeak(async () => {
      const listener = UnixListener.listen(freshName(), { type: 'seqpacket' });
      const all = acceptEach(listener, {
        command: ['sh', '-c', 'line=$(head -n 1); echo "heard $line $LISTEN_FDS"'],
        inetd: true,
        environment: { PATH: process.env.PATH },
      });
      const client = await UnixSeqpacket.connect(listener.local);
      await client.send('me\n');
      expect((await client.receive())!.data.toString()).toBe('heard me \n');
      client.close();
      listener.close();
      await all;
    }));

  it('rejects when the command cannot be started, and keeps no connection', () =>
    expectNoLeak(async () => {
      const listener = UnixListener.listen(freshName());
      const all = acceptEach(listener, { command: ['/no/such/program'], inetd: true });
      const client = await UnixStream.connect(listener.local);
      await expect(all).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await client.receive()).toBeUndefined();
      client.destroy();
      listener.close();
    }));

  it('ends at once with a listener that is closed already', () =>
    expectNoLeak(async () => {
      const listener = UnixListener.listen(freshName());
      listener.close();
      await acceptEach(listener, { command: ['true'] });
    }));
});
