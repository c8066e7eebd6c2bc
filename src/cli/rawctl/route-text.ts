import type { Recorded } from '../../raw/record-route-datagram.js';

/** The addresses of a record route option, a line each. */
export function routeText({ addresses, full }: Recorded): string {
  if (addresses.length === 0) return 'nobody recorded anything\n';
  const list = addresses.map((address, i) => `${String(i + 1).padStart(2)}  ${address}\n`).join('');
  return full ? `${list}there was no room for more: 9 addresses are all that the option holds\n` : list;
}
