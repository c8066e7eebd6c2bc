// Why a datagram did not arrive: the error queue of the socket that sent it has the ICMP error.
import { IpSocket } from 'afkit/raw';

const socket = IpSocket.open({ family: 'inet', type: 'datagram', protocol: 'udp', recvErr: true });
await socket.send(new TextEncoder().encode('anybody?'), { address: '127.0.0.1', port: 9 });
for await (const event of socket) {
  if (event.event !== 'error') continue;
  console.log(`${event.offender?.address}: ${event.text} (${event.code})`);
  break;
}
socket.close();
