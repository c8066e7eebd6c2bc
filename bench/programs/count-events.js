// Takes IPv4 route events by the batch and counts them, until SIGTERM.
import { Rtnetlink } from '../../dist/netlink/index.js';

const rt = Rtnetlink.open();
const subscription = rt.subscribe(['ipv4Route']);
let events = 0;
let gaps = 0;
process.on('SIGTERM', () => {
  console.log(JSON.stringify({ events, gaps }));
  process.exit();
});
for await (const batch of subscription.batches()) {
  for (const { event } of batch) {
    if (event === 'gap') gaps++;
    else events++;
  }
}
