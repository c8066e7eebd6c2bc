import { constants as c, encodeInt } from '../../socket/index.js';
import { experiment } from '../experiment.js';
import { alone } from '../topology.js';

export const nl09 = experiment({
  id: 'NL-09',
  claim: 'Besides netlink the kernel and user space speak by ioctl(), /proc, /sys and signals such as SIGIO.',
  texts: ['S3'],
  topology: alone,
  parameters: { async: 1 },
  async run({ h1 }, { async: on }, lab) {
    const [one, other] = h1.socketPair(c.SOCK_STREAM);
    let signals = 0;
    // It stays: without a listener SIGIO would end the process.
    process.on('SIGIO', () => {
      signals++;
    });
    other.ioctl(c.FIOSETOWN, encodeInt(process.pid));
    other.ioctl(c.FIOASYNC, encodeInt(on));
    one.send('x');
    await lab.until(() => signals > 0, on === 1 ? 3000 : 100);
    // Or closing it would signal too, whatever runs then.
    other.ioctl(c.FIOASYNC, encodeInt(0));
    const waiting = new Uint8Array(4);
    other.ioctl(c.SIOCINQ, waiting);
    return { signal: signals > 0, ioctl: waiting[0]!, proc: h1.read('/proc/net/unix').length > 0 };
  },
  predict: {
    question: 'A socket has O_ASYNC and an owner. What tells the process that data came?',
    choices: ['a signal', 'nothing'],
    answer: ({ signal }) => (signal ? 'a signal' : 'nothing'),
  },
  expect: { signal: true, ioctl: 1, proc: true },
  mutants: [{ change: 'without O_ASYNC', parameters: { async: 0 } }],
  explain: 'F_SETOWN (here the ioctl FIOSETOWN) says who gets SIGIO, O_ASYNC (FIOASYNC) that somebody does.',
  seeAlso: ['UNIX-19'],
});
