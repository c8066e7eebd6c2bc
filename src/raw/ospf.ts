import { be16, enumOf, fixedBytes, ipv4, names, struct, u8 } from '../wire/index.js';
import { protocol } from './protocol.js';
import { optional, type Seen } from './protocol-fields.js';

/** Types of packets (RFC 2328 A.3.1). */
export const ospfTypes = names('OSPF', {
  hello: 1,
  databaseDescription: 2,
  linkStateRequest: 3,
  linkStateUpdate: 4,
  linkStateAck: 5,
});

const isVersion2 = ({ version }: Seen): boolean => version === 2;
const isVersion3 = ({ version }: Seen): boolean => version === 3;
/** Whose packets carry a digest behind them, and no checksum (RFC 2328 D.4.3). */
const cryptographic = 2;

/** The header of an OSPF packet, of version 2 (RFC 2328 A.3.1) or 3 (RFC 5340 A.3.1). */
export const ospf = protocol({
  name: 'ospf',
  header: struct({
    version: u8,
    type: enumOf(u8, ospfTypes),
    length: be16,
    routerId: ipv4,
    areaId: ipv4,
    checksum: be16,
  }),
  body: {
    authenticationType: optional(be16, isVersion2),
    authentication: optional(fixedBytes(8), isVersion2),
    instanceId: optional(u8, isVersion3),
    reserved: optional(u8, isVersion3),
  },
  defaults: { version: 2, type: 'hello' },
  compute: { length: ({ start, end }) => end - start },
  checksum: layer => {
    if (isVersion3(layer)) return { at: 12, pseudoHeader: true };
    return layer.authenticationType === cryptographic ? undefined : { at: 12, except: [16, 24] };
  },
  payloadEnd: ({ length }, start, end) => (length === 0 ? end : start + length),
  line: ({ version, type }, { length }) =>
    `OSPFv${version}, ${typeof type === 'number' ? `type ${type}` : ospfTexts[type]}, length ${length}`,
});

const ospfTexts: Readonly<Record<string, string>> = {
  hello: 'Hello',
  databaseDescription: 'Database Description',
  linkStateRequest: 'LS-Request',
  linkStateUpdate: 'LS-Update',
  linkStateAck: 'LS-Ack',
};
