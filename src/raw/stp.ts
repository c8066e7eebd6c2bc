import { be16, be32, bits, bytes, enumOf, fixedLinkAddress, names, struct, u8 } from '../wire/index.js';
import { protocol } from './protocol.js';
import { optional, type Seen } from './protocol-fields.js';

const versions = names('STP_VERSION', { stp: 0, rstp: 2, mstp: 3, spt: 4 });
const types = names('BPDU_TYPE', { config: 0, rst: 2, tcn: 0x80 });

const isConfig = ({ type }: Seen): boolean => type !== 'tcn';
const isRapid = ({ version, type }: Seen): boolean => isConfig({ type }) && version !== 'stp';

/** A bridge protocol data unit of a spanning tree (IEEE 802.1D 9.3). Times are in 1/256 s. */
export const stp = protocol({
  name: 'stp',
  header: struct({ protocolId: be16, version: enumOf(u8, versions), type: enumOf(u8, types) }),
  body: {
    flags: optional(
      bits(u8, {
        topologyChangeAck: 1,
        agreement: 1,
        forwarding: 1,
        learning: 1,
        portRole: 2,
        proposal: 1,
        topologyChange: 1,
      }),
      isConfig,
    ),
    rootPriority: optional(be16, isConfig),
    rootAddress: optional(fixedLinkAddress(6), isConfig),
    rootPathCost: optional(be32, isConfig),
    bridgePriority: optional(be16, isConfig),
    bridgeAddress: optional(fixedLinkAddress(6), isConfig),
    portId: optional(be16, isConfig),
    messageAge: optional(be16, isConfig),
    maxAge: optional(be16, isConfig),
    helloTime: optional(be16, isConfig),
    forwardDelay: optional(be16, isConfig),
    version1Length: optional(u8, isRapid),
    /** What a multiple spanning tree has besides. */
    rest: optional(bytes, (layer, available) =>
      available === undefined
        ? layer.rest !== undefined
        : isRapid(layer) && layer.version !== 'rstp' && available > 0,
    ),
  },
  line: ({ version, type, rootPriority, rootAddress, bridgePriority, bridgeAddress, portId }, { length }) => {
    const hex = (number: number): string => number.toString(16).padStart(4, '0');
    if (type === 'tcn') return `STP 802.1d, Topology Change, length ${length}`;
    const bridge = `bridge-id ${hex(bridgePriority)}.${bridgeAddress}.${hex(portId)}`;
    return `${String(version).toUpperCase()}, ${bridge}, root ${hex(rootPriority)}.${rootAddress}, length ${length}`;
  },
});
