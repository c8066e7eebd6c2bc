// The IPv4 routes by npm's `netlink`.
import netlink from 'netlink';

const socket = netlink.createRtNetlink();
const start = performance.now();
const routes = await socket.getRoutes({ family: 2 });
console.log(JSON.stringify({ routes: routes.length, seconds: (performance.now() - start) / 1000 }));
