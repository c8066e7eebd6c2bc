import { SockDiag } from '../../netlink/diag/index.js';
import { addressOf } from './diag-address.js';

/** The addresses of sockets that others can connect or send to, each once. */
export async function boundAddresses(): Promise<string[]> {
  await using diag = SockDiag.open();
  const sockets = await diag.unix({ states: ['listen', 'close'], show: ['name'] }).toArray();
  const addresses = sockets.map(({ name }) => addressOf(name)?.toString());
  return [...new Set(addresses.filter(address => address !== undefined))].sort();
}
