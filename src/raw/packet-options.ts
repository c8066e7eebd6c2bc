/** The options of packet sockets (packet(7)). */
import { constants } from '../socket/index.js';
import { commonOptions } from './common-options.js';
import { bool, int, type OptionValue, type OptionValues, type SocketOption } from './socket-option.js';

function option<T>(value: OptionValue<T>, name: number): SocketOption<T> {
  return { value, places: { packet: [constants.SOL_PACKET, name] } };
}

export const packetOptions = {
  ...commonOptions,
  /** PACKET_AUXDATA: frames come with their original length and the VLAN tag that was taken out. */
  auxdata: option(bool, constants.PACKET_AUXDATA),
  /** PACKET_ORIGDEV: the interface a frame came in by, not the bond or bridge above it. */
  origdev: option(bool, constants.PACKET_ORIGDEV),
  /** PACKET_IGNORE_OUTGOING: not what the host itself sends. */
  ignoreOutgoing: option(bool, constants.PACKET_IGNORE_OUTGOING),
  /** PACKET_QDISC_BYPASS: what is sent goes to the driver at once, past traffic control. */
  qdiscBypass: option(bool, constants.PACKET_QDISC_BYPASS),
  /** PACKET_TIMESTAMP: which clock the times are of. */
  timestampSource: option(int, constants.PACKET_TIMESTAMP),
};

/** Values for options of a packet socket, by the names of {@link packetOptions}. */
export type PacketSocketOptions = OptionValues<typeof packetOptions>;
