// The IPv4 routes as an array of objects, and then every field of each as text.
import { Rtnetlink } from '../../dist/netlink/index.js';

const rt = Rtnetlink.open();
const start = performance.now();
const routes = await rt.routes.list({ family: 'inet' }).toArray();
let checksum = 0;
for (const route of routes) {
  for (const name in route) {
    const text = String(route[name]);
    checksum = (checksum * 31 + text.length + (text.length === 0 ? 0 : text.charCodeAt(text.length - 1))) | 0;
  }
}
console.log(JSON.stringify({ routes: routes.length, checksum, seconds: (performance.now() - start) / 1000 }));
rt.close();
