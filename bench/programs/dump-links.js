// Every interface with all that it has, as objects: the first time in a process, and when the process is warm.
import { Rtnetlink } from '../../dist/netlink/index.js';
import { median } from '../statistics.js';

const rt = Rtnetlink.open();
const seconds = [];
for (let i = 0; i < 40; i++) {
  const start = performance.now();
  await rt.links.list({ extMask: ['vf', 'skipStats'] }).toArray();
  seconds.push((performance.now() - start) / 1000);
}
console.log(JSON.stringify({ first: seconds[0], warm: median(seconds.slice(20)) }));
rt.close();
