import { type Recorded, receiveRecordings, sendRecording } from '../../raw/record-route-datagram.js';
import { resolveHost } from '../../raw/resolve.js';
import { NetworkNamespace } from '../../socket/index.js';
import { Output } from '../output.js';
import { inSandbox } from '../sandbox.js';
import { interruption } from './interruption.js';
import { loopbackUp } from './loopback.js';
import { routeText } from './route-text.js';

interface Common {
  readonly port: number | undefined;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

interface SenderSettings extends Common {
  readonly host: string;
  readonly routes: number | undefined;
  readonly timeout: number | undefined;
}

interface ListenerSettings extends Common {
  readonly count: number | undefined;
}

/** Sends the datagram, and prints what an ICMP error about it quotes. */
export async function sendRecordingTo(settings: SenderSettings): Promise<void> {
  const { host, json, timeout, namespace: given, ...options } = settings;
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  if (inSandbox) await loopbackUp();
  const { address } = await resolveHost(host, 'inet');
  const milliseconds = timeout === undefined ? undefined : timeout * 1000;
  const sent = await sendRecording(address, { ...options, timeout: milliseconds, namespace });
  const { bytes, optionBytes, port, quoted } = sent;
  const output = new Output();
  if (json) output.write(`${JSON.stringify({ event: 'sent', host, address, ...sent })}\n`);
  else {
    output.write(`sent ${bytes} bytes to ${address} port ${port}, with ${optionBytes} bytes of IP options\n`);
    if (quoted === undefined)
      output.write(
        'no ICMP error came back; what was recorded is seen where it went: rawctl record-route --listen\n',
      );
    else
      output.write(
        `${quoted.from} answers: ${quoted.text}; it quotes what was recorded so far\n${routeText(quoted)}`,
      );
  }
  output.flush();
}

/** Prints what the headers of datagrams recorded, until so many came. */
export async function listenForRoutes({
  port,
  count,
  json,
  namespace: given,
}: ListenerSettings): Promise<void> {
  using namespace = given === undefined ? undefined : NetworkNamespace.open(given);
  if (inSandbox) await loopbackUp();
  const output = new Output();
  let seen = 0;
  const ready = (bound: number): void => {
    if (!json) process.stderr.write(`rawctl: listening on UDP port ${bound}\n`);
  };
  for await (const event of receiveRecordings({ port, namespace, signal: interruption(), ready })) {
    const { from, port: sender, data, addresses, full } = event;
    const text = new TextDecoder().decode(data);
    if (json)
      output.write(
        `${JSON.stringify({ event: 'received', from, port: sender, data: text, addresses, full })}\n`,
      );
    else
      output.write(
        `${JSON.stringify(text)} from ${from} port ${sender}\n${routeText({ addresses, full } satisfies Recorded)}`,
      );
    output.flush();
    if (++seen === count) break;
  }
}
