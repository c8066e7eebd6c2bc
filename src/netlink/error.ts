import { errorMessage, SocketError } from '../socket/index.js';
import type { AttributePolicy } from './extended-ack.js';

/** What a NetlinkError is made from. */
export interface NetlinkErrorDetails {
  /** The message type that was asked for, by its constant: `RTM_NEWROUTE`. */
  readonly request: string;
  /** −errno. */
  readonly errno: number;
  /** The kernel's own words. */
  readonly kernelMessage?: string | undefined;
  /** The attribute or field that the kernel points at: `metrics.mtu`. */
  readonly attribute?: string | undefined;
  /** What the kernel takes for that attribute. */
  readonly policy?: AttributePolicy | undefined;
  /** The attribute that is missing: `linkinfo.kind`. */
  readonly missing?: string | undefined;
}

/**
 * The kernel's answer to a request that it did not carry out: an errno and, from its extended acknowledgement,
 * why. `syscall` is the message type that was asked for.
 */
export class NetlinkError extends SocketError {
  declare readonly kernelMessage?: string;
  declare readonly attribute?: string;
  declare readonly policy?: AttributePolicy;
  declare readonly missing?: string;

  constructor(details: NetlinkErrorDetails) {
    const { request, errno, kernelMessage, attribute, policy, missing } = details;
    let explanation = errorMessage(errno);
    if (kernelMessage !== undefined) explanation += `: ${kernelMessage}`;
    if (attribute !== undefined) explanation += ` (at ${attribute})`;
    if (missing !== undefined) explanation += ` (missing: ${missing})`;
    const taken = policy === undefined ? '' : describePolicy(policy);
    if (taken !== '') explanation += ` (takes ${taken})`;
    super({ syscall: request, errno, explanation });
    Object.assign(this, withoutUndefined({ kernelMessage, attribute, policy, missing }));
  }
}

Object.defineProperty(NetlinkError.prototype, 'name', {
  value: 'NetlinkError',
  writable: true,
  configurable: true,
});

function describePolicy(policy: AttributePolicy): string {
  const { type, minValueU, maxValueU, minValueS, maxValueS, minLength, maxLength, mask, bitfield32Mask } =
    policy;
  const parts: string[] = type === undefined ? [] : [String(type)];
  const [low, high] = [minValueU ?? minValueS, maxValueU ?? maxValueS];
  if (low !== undefined || high !== undefined)
    parts.push(`from ${low ?? 'the least'} to ${high ?? 'the most'}`);
  if (minLength !== undefined && maxLength !== undefined) parts.push(`of ${minLength} to ${maxLength} bytes`);
  else if (minLength !== undefined) parts.push(`of at least ${minLength} bytes`);
  else if (maxLength !== undefined) parts.push(`of at most ${maxLength} bytes`);
  const bits = mask ?? bitfield32Mask;
  if (bits !== undefined) parts.push(`within the bits 0x${bits.toString(16)}`);
  return parts.join(' ');
}

function withoutUndefined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
