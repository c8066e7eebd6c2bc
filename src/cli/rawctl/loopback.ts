import { Rtnetlink } from '../../netlink/index.js';

/** Makes the loopback interface of a new namespace usable: it begins down. */
export async function loopbackUp(): Promise<void> {
  const rtnetlink = Rtnetlink.open();
  try {
    await rtnetlink.links.set({ dev: 'lo', up: true });
  } finally {
    rtnetlink.close();
  }
}
