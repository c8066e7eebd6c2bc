// Neighbours as they come, change and go, until three were seen or ten seconds are over.
import { Rtnetlink } from 'afkit/netlink';

const subscription = Rtnetlink.open().subscribe(['neigh']);
setTimeout(() => subscription.close(), 10_000).unref();
let seen = 0;
for await (const event of subscription) {
  if (event.event === 'gap') console.log('events were lost here');
  else if (event.object === 'neigh') console.log(event.event, event.value.dst, event.value.state, event.value.lladdr);
  if (++seen === 3) break;
}
