import { expect, it } from 'vitest';
import { EchoSocket } from '../../../src/raw/ping/echo-socket.js';
import { SweepAddresses } from '../../../src/raw/ping/sweep-addresses.js';
import { SweepLane } from '../../../src/raw/ping/sweep-lane.js';
import { line, sysctl } from '../../support/hosts.js';

it('asks a host also where the socket has an error of another host to report first', async ctx => {
  await using net = await line(ctx);
  // Datagram sockets report it at a send; raw ones do not.
  sysctl(net.h1, 'net.ipv4.ping_group_range=0 0');
  net.r1.ip('route add prohibit 10.8.0.0/16');
  const addresses = new SweepAddresses('inet', ['10.8.0.1', '10.9.3.2']);
  const echo = EchoSocket.open('inet', { namespace: net.h1.namespace, socket: 'datagram', echoesOnly: true });
  const lane = new SweepLane(echo, false);
  const ask = (index: number): Promise<void> => {
    echo.writer.write(0, index, 1, 0);
    addresses.copy(index, echo.outgoingNames, 0);
    echo.outgoing.setNameLength(0, addresses.size);
    return lane.transmit(1);
  };
  try {
    await ask(0);
    // Waits, and takes nothing.
    await echo.socket.waitReadable();
    await ask(1);
    await echo.socket.waitReadable({ signal: AbortSignal.timeout(5000) });
    expect(echo.receive()).toBe(1);
    expect(echo.incoming.payload[0]).toBe(0);
  } finally {
    lane.close();
  }
});
