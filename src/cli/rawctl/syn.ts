import { createServer, type Server } from 'node:net';
import { resolveHost } from '../../raw/resolve.js';
import { type PortState, probeSyn, type SynStep } from '../../raw/syn-probe.js';
import { NetworkNamespace } from '../../socket/index.js';
import { exitCodes, UsageError } from '../errors.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { loopbackUp } from './loopback.js';
import { type PacketForm, packetDetail, packetJson, packetText } from './packet-output.js';

interface SynSettings {
  readonly destination: string;
  readonly port: number | undefined;
  readonly timeout: number | undefined;
  readonly iOwnThisNetwork: boolean | undefined;
  readonly form: PacketForm;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

const explanations: Readonly<Record<SynStep['step'], string>> = {
  syn: "made by hand and sent by a raw socket: the kernel's TCP knows nothing of it",
  answer: '',
  reset: 'our own kernel: a SYN/ACK for a connection that it never asked for is answered with a RST',
};

const states: Readonly<Record<PortState, string>> = {
  open: 'open: a SYN/ACK came',
  closed: 'closed: a RST came at once',
  filtered: 'filtered: no TCP answer came',
};

/** Probes a port, and explains each packet that passes. The exit code is 0 for an open port. */
export async function syn(settings: SynSettings): Promise<number> {
  const { destination, timeout, iOwnThisNetwork, form, json, namespace: given } = settings;
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  if (inSandbox) await loopbackUp();
  const { address } = await resolveHost(destination);
  const server = settings.port === undefined ? await openPort(address, given) : undefined;
  const port = settings.port ?? (server!.address() as { port: number }).port;
  try {
    const options = { namespace, iOwnThisNetwork, ownNamespace: inSandbox };
    const result = await probeSyn(address, port, {
      ...options,
      timeout: timeout === undefined ? undefined : timeout * 1000,
    });
    const output = new Output();
    for (const { step, packet, bytes, milliseconds } of result.steps) {
      if (json) {
        output.write(packetJson({ step, milliseconds }, packet, bytes));
        continue;
      }
      const link = packet.layers[0]!.layer as 'ipv4';
      output.write(packetText(`${milliseconds.toFixed(3).padStart(8)} ms  `, packet, bytes, link, {}));
      if (explanations[step] !== '') output.write(`             ${explanations[step]}\n`);
      output.write(packetDetail(bytes, link, form));
    }
    if (json) output.write(`${JSON.stringify({ port, state: result.state })}\n`);
    else output.write(`port ${port} of ${address} is ${states[result.state]}\n`);
    output.flush();
    return result.state === 'open' ? 0 : exitCodes.failure;
  } finally {
    server?.close();
  }
}

/** A port of this host that is open, for the probe to find. */
async function openPort(address: string, namespace: string | number | undefined): Promise<Server> {
  if (namespace !== undefined)
    throw new UsageError('say which port: with --netns none is opened for the probe');
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () =>
      reject(new UsageError(`say which port: ${address} is not an address of this host`)),
    );
    server.listen({ host: address, port: 0 }, resolve);
  });
  return server;
}
