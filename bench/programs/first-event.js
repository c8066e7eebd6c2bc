// Microseconds from writing a route to its event, in one process that was idle before:
// first-event.js INTERFACE UNMEASURED MEASURED
import { setTimeout } from 'node:timers/promises';
import { Rtnetlink } from '../../dist/netlink/index.js';

const [dev, unmeasured, measured] = process.argv.slice(2).map(Number);
const rt = Rtnetlink.open();
const subscription = rt.subscribe(['ipv4Route']);
const batches = subscription.batches();
const times = [];
for (let i = 0; i < unmeasured + measured; i++) {
  const seen = batches.next();
  await setTimeout(5);
  const start = performance.now();
  const written = rt.routes[i % 2 === 0 ? 'add' : 'delete']({ dst: '96.0.0.0/24', dev, protocol: 'static' });
  await seen;
  if (i >= unmeasured) times.push(Math.round((performance.now() - start) * 1e4) / 10);
  await written;
}
console.log(JSON.stringify(times));
subscription.close();
rt.close();
