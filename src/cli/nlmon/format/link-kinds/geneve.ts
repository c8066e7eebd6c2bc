import type { geneve } from '../../../../netlink/route/link-kinds/geneve.js';
import { type Field, fieldsOf } from '../fields.js';
import { hostText } from '../host-text.js';
import type { DataOf, KindFields } from './kind.js';
import {
  chosenTimeToLive,
  dontFragment,
  hexUnlessZero,
  isMulticast,
  isUnspecified,
  typeOfService,
} from './tunnel-parts.js';

type Geneve = DataOf<typeof geneve>;
const { flag, negatable, number } = fieldsOf<Geneve>();

const remote: Field<Geneve> = {
  text(data, context) {
    const address = remoteOf(data);
    return address === undefined ? '' : `remote ${hostText(address, context)} `;
  },
  addJson(json, data, context) {
    const address = remoteOf(data);
    if (address !== undefined)
      json[data.remote === undefined ? 'remote6' : 'remote'] = hostText(address, context);
  },
};

/** ip leaves out a group of IPv6, which the kernel does not take. */
function remoteOf({ remote, remote6 }: Geneve): string | undefined {
  const address = remote ?? remote6;
  if (address === undefined || isUnspecified(address)) return undefined;
  return remote === undefined && isMulticast(address) ? undefined : address;
}

export const geneveFields: KindFields<Geneve> = [
  flag('collectMetadata', 'external'),
  number('id', 'id'),
  remote,
  chosenTimeToLive,
  typeOfService,
  dontFragment,
  hexUnlessZero('label', 'flowlabel', 'label'),
  number('port', 'dstport', 'port'),
  negatable('udpCsum', 'udpcsum', 'udp_csum'),
  negatable('udpZeroCsum6Tx', 'udp6zerocsumtx', 'udp_zero_csum6_tx'),
  negatable('udpZeroCsum6Rx', 'udp6zerocsumrx', 'udp_zero_csum6_rx'),
  flag('innerProtoInherit', 'innerprotoinherit', 'inner_proto_inherit'),
];
