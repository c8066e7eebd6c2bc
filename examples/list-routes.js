// The IPv4 routes of table main, one by one, as the kernel hands them over.
import { Rtnetlink } from 'afkit/netlink';

const rtnetlink = Rtnetlink.open();
const routes = rtnetlink.routes.list({ family: 'inet', table: 254 });
for await (const { dst = '0.0.0.0', dstLen, gateway, oif } of routes) {
  console.log(`${dst}/${dstLen} via ${gateway ?? 'nobody'} over interface ${oif}`);
}
rtnetlink.close();
