/** Leases of IPv6 flow labels (Linux's include/uapi/linux/in6.h, RFC 6437). */
import { constants, type Socket, SocketError } from '../socket/index.js';
import { parseIpv6 } from '../wire/index.js';

const IPV6_FLOWLABEL_MGR = 32;
const IPV6_FL_A_GET = 0;
const IPV6_FL_F_CREATE = 1;
/** Whoever wants to may have the label too. */
const IPV6_FL_S_ANY = 255;
/** sizeof(struct in6_flowlabel_req) */
const requestSize = 32;

/**
 * Leases a label for a socket. Without that the kernel takes any label, until somebody in the namespace leases one for
 * himself, as ping(8) does: then those that are not leased are refused with EINVAL.
 *
 * @param destination an IPv6 address that is sent to; the lease is for all
 * @throws SocketError EPERM where another socket has the label for itself
 */
export function leaseFlowLabel(socket: Socket, label: number, destination: string): void {
  const request = new Uint8Array(requestSize);
  request.set(parseIpv6(destination) ?? []);
  const view = new DataView(request.buffer);
  view.setUint32(16, label);
  request.set([IPV6_FL_A_GET, IPV6_FL_S_ANY], 20);
  new Uint16Array(request.buffer, 22, 1)[0] = IPV6_FL_F_CREATE;
  try {
    socket.setOption(constants.SOL_IPV6, IPV6_FLOWLABEL_MGR, request);
  } catch (error) {
    if (!(error instanceof SocketError && error.code === 'EPERM')) throw error;
    const { syscall, errno } = error;
    const explanation = `another program has the flow label 0x${label.toString(16)} for itself, or had it some seconds ago`;
    throw new SocketError({ syscall, errno, explanation, cause: error });
  }
}
