// What a route that is kept takes: by how much the heap grows. Needs --expose-gc.
import { Rtnetlink } from '../../dist/netlink/index.js';

function used() {
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const rt = Rtnetlink.open();
const before = used();
const routes = await rt.routes.list({ family: 'inet' }).toArray();
const grown = used() - before;
console.log(JSON.stringify({ routes: routes.length, bytes: grown / routes.length }));
rt.close();
