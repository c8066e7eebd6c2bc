import { be16, struct } from '../wire/index.js';
import { layerOfPorts, portOfLayer } from './ports.js';
import { protocol } from './protocol.js';

/** A UDP header (RFC 768). `length` counts the header too; over IPv4 a `checksum` of 0 says that there is none. */
export const udp = protocol({
  name: 'udp',
  header: struct({ srcPort: be16, dstPort: be16, length: be16, checksum: be16 }),
  carries: { field: 'dstPort', layers: portOfLayer },
  compute: { length: ({ start, end }) => end - start },
  checksum: { at: 6, pseudoHeader: true, zeroIsNone: true },
  next: ({ srcPort, dstPort }) => layerOfPorts(srcPort, dstPort),
  malformed: ({ length }) => (length > 0 && length < 8 ? `a length of ${length}; 8 is the least` : undefined),
  // 0 is what is longer than the field holds (RFC 2675), or what hardware is to cut into segments.
  payloadEnd: ({ length }, start, end) => (length === 0 ? end : start + length),
  line: (_, { following, payloadLength }) =>
    following === undefined || following === 'payload' ? `UDP, length ${payloadLength}` : '',
});
