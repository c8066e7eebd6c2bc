/** struct tpacket_auxdata (linux/if_packet.h), which PACKET_AUXDATA has the kernel send along with a frame. */
import { littleEndian } from '../wire/index.js';

/** TP_STATUS_* */
const auxdataStatus = {
  csumNotReady: 1 << 3,
  vlanValid: 1 << 4,
  vlanTpidValid: 1 << 6,
  csumValid: 1 << 7,
  gsoTcp: 1 << 8,
} as const;

/** The VLAN tag that the kernel took out of a frame. */
export interface VlanTag {
  /** 0x8100 (802.1Q) or 0x88a8 (802.1ad). */
  readonly tpid: number;
  /** Priority, drop eligibility and the VLAN's number. */
  readonly tci: number;
}

export interface Auxdata {
  /** Bytes of the frame on the wire, without a VLAN tag that was taken out. */
  readonly length: number;
  /** Whether the sender left the checksum to hardware that a local frame never met: wrong in the bytes, and not bad. */
  readonly checksumNotReady: boolean;
  /** Whether the card has checked it. */
  readonly checksumValid: boolean;
  readonly vlan?: VlanTag;
}

const size = 20;
const ETH_P_8021Q = 0x8100;

export function decodeAuxdata(data: Uint8Array): Auxdata | undefined {
  if (data.length < size) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const status = view.getUint32(0, littleEndian);
  const has = (bit: number) => (status & bit) !== 0;
  const tpid = has(auxdataStatus.vlanTpidValid) ? view.getUint16(18, littleEndian) : ETH_P_8021Q;
  return {
    length: view.getUint32(4, littleEndian),
    checksumNotReady: has(auxdataStatus.csumNotReady),
    checksumValid: has(auxdataStatus.csumValid),
    ...(has(auxdataStatus.vlanValid) ? { vlan: { tpid, tci: view.getUint16(16, littleEndian) } } : {}),
  };
}

const addresses = 12;
const tagSize = 4;

/** The Ethernet frame with the tag back in its place, as it was on the wire. A copy. */
export function restoreVlan(frame: Uint8Array, { tpid, tci }: VlanTag): Uint8Array {
  if (frame.length < addresses) return frame.slice();
  const whole = new Uint8Array(frame.length + tagSize);
  whole.set(frame.subarray(0, addresses));
  const view = new DataView(whole.buffer);
  view.setUint16(addresses, tpid);
  view.setUint16(addresses + 2, tci);
  whole.set(frame.subarray(addresses), addresses + tagSize);
  return whole;
}
