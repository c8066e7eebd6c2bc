// Takes IPv4 route events by npm's `netlink` and counts them, until SIGTERM:
// peer-netlink-events.js [RECEIVE-BUFFER]
import netlink from 'netlink';

const recvBufferSize = Number(process.argv[2] ?? 0);
const socket = netlink.createRtNetlink({ ref: true, recvBufferSize });
let events = 0;
function end(status) {
  console.log(JSON.stringify({ events }));
  process.exit(status);
}
socket.socket.on('error', error => {
  console.error(`its socket closed with ${error.code ?? error.message}`);
  end(1);
});
process.on('SIGTERM', () => end(0));
socket.on('message', messages => {
  events += messages.length;
});
socket.addMembership('IPV4_ROUTE');
