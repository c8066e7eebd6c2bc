import { join } from 'node:path';
import { messageFlags } from '../../netlink/header.js';
import { constants as c } from '../../socket/index.js';
import { at } from '../endpoint.js';
import { experiment } from '../experiment.js';
import type { Host } from '../host.js';
import type { LabSocket } from '../lab-socket.js';
import { capability, program } from '../needs.js';
import { outcome } from '../outcome.js';
import { alone } from '../topology.js';
import { udpServer } from '../udp.js';
import { queueConfiguration, queuedPacket } from './messages.js';
import { decodedMessages, encodedMessage, errorIn, toKernel } from './netlink-message.js';
import { protocolNeed } from './protocol-need.js';

const NFQNL_MSG_VERDICT = (3 << 8) | 1;

const NFQNL_MSG_CONFIG = (3 << 8) | 2;

/** A socket that is bound to packet queue 0 and gets whole packets. */
async function boundQueue(host: Host): Promise<LabSocket> {
  const socket = host.socket(c.AF_NETLINK, c.SOCK_RAW, c.NETLINK_NETFILTER);
  const configure = async (value: object) => {
    socket.send(
      encodedMessage(queueConfiguration, NFQNL_MSG_CONFIG, messageFlags.NLM_F_ACK, {
        family: 0,
        version: 0,
        resource: 0,
        ...value,
      }),
      { to: toKernel },
    );
    const error = errorIn((await socket.next()).bytes);
    if (error !== 0) throw new RangeError(`the queue cannot be configured: errno ${error}`);
  };
  await configure({ cmd: { command: 1, _: 0, family: 2 } });
  await configure({ params: { copyRange: 0xffff, copyMode: 2 } });
  return socket;
}

export const nl18 = experiment({
  id: 'NL-18',
  claim: 'A rule of NFQUEUE for UDP to port 9999 hands packets to a program, which decides about each.',
  texts: ['S3'],
  topology: alone,
  needs: [
    program('iptables-legacy', 'iptables'),
    protocolNeed('NETLINK_NETFILTER', c.NETLINK_NETFILTER),
    capability('net_admin'),
  ],
  parameters: { accept: true },
  async run({ h1 }, { accept }, lab) {
    // Its lock is below /run unless told otherwise, where only the machine's own superuser may write.
    const lock = `XTABLES_LOCKFILE=${join(lab.folder, 'lock')}`;
    const rule = '-A OUTPUT -p udp --dport 9999 -j NFQUEUE --queue-num 0';
    await h1.output('env', [lock, 'iptables-legacy', ...rule.split(' ')]);
    const { socket: server } = udpServer(h1, '127.0.0.1', 9999);
    const client = h1.socket(c.AF_INET, c.SOCK_DGRAM);
    const to = at('127.0.0.1', 9999);
    const unheard = outcome(() => client.send('nobody listens', { to }));
    const dropped = (await server.maybe()) === undefined;
    const queue = await boundQueue(h1);
    client.send('queued', { to });
    const [packet] = decodedMessages(queuedPacket, (await queue.next()).bytes);
    const { packetId = 0, hook = 0 } = (packet?.packetHdr ?? {}) as { packetId?: number; hook?: number };
    const before = (await server.maybe()) === undefined;
    const verdict = {
      family: 0,
      version: 0,
      resource: 0,
      verdictHdr: { verdict: accept ? 1 : 0, id: packetId },
    };
    queue.send(encodedMessage(queuedPacket, NFQNL_MSG_VERDICT, 0, verdict), { to: toKernel });
    return {
      withoutAProgram: unheard === 'ok' && dropped ? 'dropped' : 'delivered',
      waits: before,
      hook,
      afterTheVerdict: (await server.awaited()) === undefined ? 'dropped' : 'delivered',
    };
  },
  predict: {
    question: 'Nobody has bound the queue. What happens to a packet that the rule matches?',
    choices: ['it is delivered', 'it is dropped', 'the send fails'],
    answer: ({ withoutAProgram }) => (withoutAProgram === 'dropped' ? 'it is dropped' : 'it is delivered'),
  },
  expect: { waits: true, afterTheVerdict: 'delivered' },
  details: { withoutAProgram: 'dropped', hook: 3 },
  mutants: [{ change: 'with the verdict to drop', parameters: { accept: false } }],
  explain:
    'nfqnl_enqueue_packet() keeps the packet until the verdict for its number comes, over NETLINK_NETFILTER, subsystem ' +
    '3. Hook 3 is LOCAL_OUT. Without anybody at the queue it is dropped, unless the rule says --queue-bypass.',
  seeAlso: ['NL-17'],
});
