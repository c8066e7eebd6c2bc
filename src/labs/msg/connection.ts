import { constants as c } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import type { LabSocket } from '../lab-socket.js';
import { program } from '../needs.js';
import { outcome } from '../outcome.js';
import { tcpPair } from '../tcp.js';
import { text } from '../text.js';
import { alone } from '../topology.js';
import { udpPair } from '../udp.js';

export const msg10 = experiment({
  id: 'MSG-10',
  claim: 'MSG_FIN, MSG_SYN and MSG_RST are flags of the kernel: set by a program, they do nothing.',
  texts: ['S3'],
  topology: alone,
  parameters: { flags: [c.MSG_FIN, c.MSG_SYN, c.MSG_RST] },
  async run({ h1 }, { flags }) {
    const arrives = async (flag: number) => {
      const [client, server] = udpPair(h1);
      const [one, other] = await tcpPair(h1);
      const received = async (socket: LabSocket) => text((await socket.awaited())?.bytes ?? new Uint8Array());
      return [
        outcome(() => client.send('x', { flags: flag })),
        outcome(() => one.send('x', { flags: flag })),
        await received(server),
        await received(other),
      ].join(' ');
    };
    const seen = [];
    for (const flag of flags) seen.push(await arrives(flag));
    return { seen, numbers: [c.MSG_FIN, c.MSG_SYN, c.MSG_RST] };
  },
  predict: {
    question: 'What does send("x", MSG_RST) on TCP do?',
    choices: ['resets the connection', 'sends the byte', 'EINVAL'],
    answer: ({ seen }) => (seen.every(it => it === 'ok ok x x') ? 'sends the byte' : undefined),
  },
  expect: { seen: Array(3).fill('ok ok x x'), numbers: [0x200, 0x400, 0x1000] },
  mutants: [{ change: 'with MSG_OOB for MSG_FIN', parameters: { flags: [c.MSG_OOB, c.MSG_SYN, c.MSG_RST] } }],
  explain:
    'include/linux/socket.h lists them beside the others, and no protocol looks at them on the way from user space.',
});

export const msg13 = experiment({
  id: 'MSG-13',
  claim: 'MSG_NOSIGNAL keeps a send from raising SIGPIPE.',
  texts: ['S3'],
  topology: alone,
  parameters: { option: 'MSG_NOSIGNAL' },
  async run({ h1 }, { option }) {
    const attempt = async (flag: string) => {
      const script = [
        'import socket, signal',
        'signal.signal(signal.SIGPIPE, signal.SIG_DFL)',
        'a, b = socket.socketpair(); b.close()',
        'try:',
        `    a.send(b"x", ${flag})`,
        'except OSError as error:',
        '    print(error.errno)',
      ].join('\n');
      const { stdout, code } = await h1.run('python3', ['-c', script]);
      return code === 0 ? `error ${stdout.trim()}` : 'killed';
    };
    return { with: await attempt(`socket.${option}`), without: await attempt('0') };
  },
  predict: {
    question: 'A process with default signals sends to a closed end without the flag. What becomes of it?',
    choices: ['it gets EPIPE', 'it is killed'],
    answer: ({ without }) => (without === 'killed' ? 'it is killed' : 'it gets EPIPE'),
  },
  expect: { with: 'error 32', without: 'killed' },
  needs: [program('python3', 'python3')],
  mutants: [{ change: 'with MSG_DONTWAIT in its place', parameters: { option: 'MSG_DONTWAIT' } }],
  explain:
    'The default action of SIGPIPE ends the process; the flag leaves EPIPE (32) alone. afkit sends with it always.',
  seeAlso: ['UNIX-16'],
});
