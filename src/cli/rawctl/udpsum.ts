import type { ChecksumStatus } from '../../raw/checksum-status.js';
import { resolveHost } from '../../raw/resolve.js';
import { udpChecksumOf } from '../../raw/udp-checksum.js';
import { NetworkNamespace } from '../../socket/index.js';
import { exitCodes } from '../errors.js';
import { Output } from '../output.js';

interface UdpsumSettings {
  readonly server: string;
  readonly family: 'inet' | 'inet6' | undefined;
  readonly port: number | undefined;
  readonly name: string | undefined;
  readonly timeout: number | undefined;
  readonly json: boolean | undefined;
  readonly namespace: string | number | undefined;
}

const verdicts: Readonly<Record<ChecksumStatus, string>> = {
  good: 'on: it sends UDP checksums, and this one is right',
  offloaded: 'on: left to hardware that this packet never met, as between virtual interfaces of one host',
  absent: 'off: the checksum is 0, which says that there is none',
  bad: 'on, but this one is wrong',
  unknown: 'unknown: the answer did not come whole',
};

/** RFC 8200 8.1; the exception is RFC 6935. */
const absentOverIpv6 =
  'off: the checksum is 0, which over IPv6 is for tunnels alone: hosts drop such an answer';

/** Asks, and says. The exit code is 1 when no answer came. */
export async function udpsum(settings: UdpsumSettings): Promise<number> {
  const { server, json, timeout } = settings;
  using namespace = settings.namespace === undefined ? undefined : NetworkNamespace.open(settings.namespace);
  const { address, family } = await resolveHost(server, settings.family);
  const milliseconds = timeout === undefined ? undefined : timeout * 1000;
  const answer = await udpChecksumOf(address, { ...settings, timeout: milliseconds, namespace });
  const output = new Output();
  if (json) {
    const { packet: _, ...fields } = answer ?? { packet: undefined };
    output.write(`${JSON.stringify({ server, address, answered: answer !== undefined, ...fields })}\n`);
  } else if (answer === undefined) output.write(`no answer from ${address}\n`);
  else {
    output.write(`${answer.packet.line()}\n`);
    const { status } = answer;
    const verdict = status === 'absent' && family === 'inet6' ? absentOverIpv6 : verdicts[status];
    output.write(
      `UDP checksums of ${server} are ${verdict} (0x${answer.value.toString(16).padStart(4, '0')})\n`,
    );
  }
  output.flush();
  return answer === undefined ? exitCodes.failure : 0;
}
