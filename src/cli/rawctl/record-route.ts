import { recordedRoute } from '../../raw/record-route.js';
import { resolveHost } from '../../raw/resolve.js';
import { NetworkNamespace } from '../../socket/index.js';
import { exitCodes } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { loopbackUp } from './loopback.js';
import { routeText } from './route-text.js';

interface RecordRouteSettings {
  readonly host: string;
  readonly routes: number | undefined;
  readonly timeout: number | undefined;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

/** Prints the addresses that were recorded. The exit code is 1 when no answer came. */
export async function recordRoute(settings: RecordRouteSettings): Promise<number> {
  const { host, routes, timeout, json } = settings;
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  if (inSandbox) await loopbackUp();
  const { address } = await resolveHost(host, 'inet');
  const milliseconds = timeout === undefined ? undefined : timeout * 1000;
  const found = await recordedRoute(address, { routes, timeout: milliseconds, namespace });
  const output = new Output();
  if (json) {
    const { packet: _, ...fields } = found ?? { packet: undefined };
    output.write(`${JSON.stringify({ host, address, answered: found !== undefined, ...fields })}\n`);
  } else if (found === undefined) {
    output.write(
      `no answer from ${address}: it is not there, or a router or firewall drops packets with options\n`,
    );
  } else {
    output.write(`answer from ${found.from} after ${found.milliseconds.toFixed(3)} ms\n`);
    output.write(routeText(found));
  }
  output.flush();
  return found === undefined ? exitCodes.failure : 0;
}
