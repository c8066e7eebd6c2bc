import { Rtnetlink } from '../../netlink/index.js';

/** Makes the loopback interface of a new namespace usable: it begins down. An address makes the host that of it, too. */
export async function loopbackUp(address?: string): Promise<void> {
  const rtnetlink = Rtnetlink.open();
  try {
    await rtnetlink.links.set({ dev: 'lo', up: true });
    if (address !== undefined) await rtnetlink.addrs.replace({ dev: 'lo', address });
  } finally {
    rtnetlink.close();
  }
}
