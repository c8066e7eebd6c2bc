/** What an ICMP error says about a probe. */
import { Window } from '../../wire/index.js';
import { type IcmpObject, icmpExtensions } from '../icmp-extensions.js';
import type { IpFamily } from '../ip-endpoint.js';
import type { MplsLabel, ProbeAnswer } from './probe.js';

/** Time exceeded, and port (for TCP and UDP: the destination's own word) unreachable, by family. */
const types = {
  inet: { expired: 11, unreachable: 3, port: 3, tooBig: [3, 4] },
  inet6: { expired: 3, unreachable: 1, port: 4, tooBig: [2, 0] },
} as const;

/** The kind of answer that a type and code are; undefined for one that does not end a probe. */
export function kindOf(family: IpFamily, type: number, code: number): ProbeAnswer['kind'] | undefined {
  const of = types[family];
  if (type === of.expired) return code === 0 ? 'expired' : undefined;
  if (type === of.unreachable && code === of.port) return 'reached';
  return type === of.unreachable || isTooBig(family, type, code) ? 'unreachable' : undefined;
}

export function isTooBig(family: IpFamily, type: number, code: number): boolean {
  const [tooBig, at] = types[family].tooBig;
  return type === tooBig && code === at;
}

/** The MPLS labels among an error's extensions. */
export function labelsIn(extensions: Uint8Array): MplsLabel[] | undefined {
  try {
    const window = new Window(extensions);
    const { objects } = icmpExtensions.decode(window, 0, extensions.length);
    return labelsOf(objects);
  } catch {
    return undefined;
  }
}

/** The same from decoded objects. */
export function labelsOf(objects: readonly IcmpObject[] | undefined): MplsLabel[] | undefined {
  for (const object of objects ?? []) {
    if (object.type !== 'mplsLabels' || !Array.isArray(object.value)) continue;
    return object.value.map(({ label, trafficClass, bottom, ttl }) => {
      return { label, trafficClass, bottom: bottom === 1, ttl };
    });
  }
  return undefined;
}
