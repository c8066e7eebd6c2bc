import type { UnixAddress } from '../../../unix/address.js';
import { UnixDatagram } from '../../../unix/datagram.js';
import type { UnixSocketType } from '../../../unix/diagnosis.js';
import { UnixListener } from '../../../unix/listener.js';
import { UnixSeqpacket } from '../../../unix/seqpacket.js';
import { UnixStream } from '../../../unix/stream.js';

/** A socket that data goes through, of any type. */
export type Endpoint = UnixStream | UnixSeqpacket | UnixDatagram;

interface Opening {
  readonly type: UnixSocketType;
  readonly passCredentials?: boolean;
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Connects a socket, from an address of its own if one is given. */
export async function connected(
  address: UnixAddress,
  { type, from, ...options }: Opening & { readonly from?: UnixAddress | undefined },
): Promise<Endpoint> {
  const { passCredentials, signal } = options;
  const common = { passCredentials, signal, local: from };
  if (type === 'stream') {
    const stream = await UnixStream.connect(address, { ...common, allowHalfOpen: true });
    return withoutEvents(stream);
  }
  if (type === 'seqpacket') return UnixSeqpacket.connect(address, { ...common, ...options });
  return UnixDatagram.connect(address, { ...common, ...options });
}

/** Binds a datagram socket. */
export function bound(
  address: UnixAddress,
  { mode, ...options }: Omit<Opening, 'type' | 'signal'> & { readonly mode?: number | undefined },
): UnixDatagram {
  return UnixDatagram.open({ ...options, local: address, bind: { mode } });
}

/** Listens for connections. */
export function listening(
  address: UnixAddress,
  {
    type,
    mode,
    passCredentials,
  }: Opening & { readonly type: 'stream' | 'seqpacket'; readonly mode?: number | undefined },
): UnixListener<'stream' | 'seqpacket'> {
  return UnixListener.listen<'stream' | 'seqpacket'>(address, {
    type,
    mode,
    passCredentials,
    allowHalfOpen: true,
  });
}

/** Its errors come by its calls; as events they would be nobody's. */
export function withoutEvents<E extends Endpoint>(endpoint: E): E {
  if (endpoint instanceof UnixStream) endpoint.on('error', () => {});
  return endpoint;
}

/** Tells the other side that nothing more comes, where the type can. */
export function end(endpoint: Endpoint): void {
  if (!(endpoint instanceof UnixDatagram)) endpoint.end();
}

export function close(endpoint: Endpoint): void {
  if (endpoint instanceof UnixStream) endpoint.destroy();
  else endpoint.close();
}

/** Closes it when what was sent is on its way. */
export async function finish(endpoint: Endpoint): Promise<void> {
  if (!(endpoint instanceof UnixStream)) return endpoint.close();
  await new Promise<void>(resolve => endpoint.end(resolve));
  endpoint.destroy();
}
