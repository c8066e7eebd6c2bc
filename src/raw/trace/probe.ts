/** Probes and what is heard of them. */

/** A packet that shall expire on its way, or arrive. */
export interface Probe {
  /** 1 to 65,535; no two that are under way have the same. */
  readonly id: number;
  readonly ttl: number;
  /** Which flow it is of, from 0: flows differ in what routers balance by. */
  readonly flow: number;
  /** Its place among all, from 0: what is counted up where flows are not kept constant. */
  readonly number: number;
  /** Bytes of the whole IP packet, where they matter. */
  readonly packetSize?: number | undefined;
}

/** An MPLS label that a probe carried when it expired (RFC 4950). */
export interface MplsLabel {
  readonly label: number;
  readonly trafficClass: number;
  readonly bottom: boolean;
  readonly ttl: number;
}

/** What a host said about a probe. */
export interface ProbeAnswer {
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `expired` on the way, `reached` the destination, or `unreachable`. */
  readonly kind: 'expired' | 'reached' | 'unreachable';
  readonly icmpType?: number;
  readonly icmpCode?: number;
  /** What it says, as in `Destination Host Unreachable`; of TCP `SYN/ACK` or `RST`. */
  readonly text: string;
  /** Time to live that the answer arrived with. */
  readonly ttl?: number;
  /** Time to live that the probe had left, as it is quoted: more than 1 tells of a router that does not count. */
  readonly quotedTtl?: number;
  readonly labels?: readonly MplsLabel[];
  /** The next hop's MTU, where the probe was too big. */
  readonly mtu?: number;
  /** The quoted packet is not as it was sent: what was changed on the way, as in `udp checksum`. */
  readonly changed?: readonly string[];
}

/** An answer and the probe that it is about, by its id. */
export interface Heard {
  readonly id: number;
  readonly answer: ProbeAnswer;
}
