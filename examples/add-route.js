// A route over a gateway that no interface reaches: the kernel says why it will not have it.
import { NetlinkError, Rtnetlink } from 'afkit/netlink';

const rtnetlink = Rtnetlink.open();
try {
  await rtnetlink.routes.add({ dst: '10.0.0.10', gateway: '198.51.100.1' });
} catch (error) {
  if (error instanceof NetlinkError) console.log(error.message);
  else throw error;
} finally {
  rtnetlink.close();
}
