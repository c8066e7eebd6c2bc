// The IPv4 routes as an array of objects that are kept.
import { Rtnetlink } from '../../dist/netlink/index.js';

const rt = Rtnetlink.open();
const start = performance.now();
const routes = await rt.routes.list({ family: 'inet' }).toArray();
console.log(JSON.stringify({ routes: routes.length, seconds: (performance.now() - start) / 1000 }));
rt.close();
