// A megabit a second for what the loopback interface sends, and what the kernel made of it.
import { Rtnetlink, tc } from 'afkit/netlink';

const rtnetlink = Rtnetlink.open();
const limit = tc.tbf({ rate: tc.mbit(1), burst: 10_000, latency: tc.ms(50) });
await rtnetlink.qdiscs.replace({ dev: 'lo', handle: '1:', ...limit });
const { kind, options, stats2 } = await rtnetlink.qdiscs.get({ dev: 'lo', handle: '1:' });
console.log(kind, options.parms.rate.rate, 'bytes a second,', stats2.queue.drops, 'packets dropped');
rtnetlink.close();
