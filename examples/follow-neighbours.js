// Neighbours as they come, change and go, until three were seen or ten seconds are over.
import { Rtnetlink } from 'afkit/netlink';

const subscription = Rtnetlink.open().subscribe(['neigh']);
setTimeout(() => subscription.close(), 10_000).unref();
let seen = 0;
for await (const { event, value } of subscription) {
  if (event === 'gap') console.log('events were lost here');
  else console.log(event, value.dst, value.state, value.lladdr);
  if (++seen === 3) break;
}
