import { readdirSync } from 'node:fs';
import { NetworkNamespace, SocketError } from '../../socket/index.js';
import type { Rtnetlink } from './rtnetlink.js';

/** Where ip-netns(8) keeps the namespaces that have names. */
const directory = '/run/netns';

/** The names under /run/netns by the number that our namespace knows each by; those without a number are left out. */
export async function namespaceNames(rtnetlink: Rtnetlink): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const name of list()) {
    try {
      using namespace = NetworkNamespace.open(name);
      const { nsid } = await rtnetlink.nsids.get({ fd: namespace.fd });
      if (nsid !== undefined && nsid >= 0) names.set(nsid, name);
    } catch (error) {
      // One that was deleted meanwhile or may not be opened has no name for us.
      if (!(error instanceof SocketError)) throw error;
    }
  }
  return names;
}

function list(): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
