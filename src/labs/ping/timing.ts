import { whenAsleep } from '../asleep.js';
import { experiment } from '../experiment.js';
import { program } from '../needs.js';
import { alone } from '../topology.js';

export const ping03 = experiment({
  id: 'PING-03',
  claim: 'The time of sending, a struct timeval, stands at the start of the data: eight bytes.',
  texts: ['S2'],
  topology: alone,
  needs: [program('python3', 'python3')],
  parameters: { format: 'll' },
  async run({ h1 }, { format }) {
    const size = Number(
      await h1.output('python3', ['-c', `import struct; print(struct.calcsize('${format}'))`]),
    );
    return { timeval: size, leastReply: 8 + size };
  },
  predict: {
    question: 'How long must a reply be to have a struct timeval in it, on a machine of 64 bits?',
    choices: ['16 bytes', '24 bytes'],
    answer: ({ leastReply }) => `${leastReply} bytes`,
  },
  expect: { timeval: 8, leastReply: 16 },
  known: [
    {
      observe: { timeval: 16, leastReply: 24 },
      because: 'a struct timeval is two longs: eight bytes where a long has four, sixteen where it has eight',
    },
  ],
  mutants: [{ change: 'with two ints', parameters: { format: 'ii' } }],
  explain:
    "The program accepts replies of 16 bytes and reads 16 bytes of time from them: past the end, on today's machines.",
  seeAlso: ['TRACE-02'],
});

export const ping04 = experiment({
  id: 'PING-04',
  claim:
    'A request is sent each second by the handler of SIGALRM; the receive that it interrupts gives EINTR and is called again.',
  texts: ['S2'],
  topology: alone,
  needs: [program('python3', 'python3')],
  parameters: { restart: false },
  async run({ h1 }, { restart }) {
    // Python repeats interrupted calls by itself; the C library's recv() does not.
    const script = [
      ...whenAsleep,
      'import ctypes, errno, signal, socket',
      'libc = ctypes.CDLL(None, use_errno=True)',
      'a, b = socket.socketpair()',
      'signal.signal(signal.SIGALRM, lambda number, frame: None)',
      `signal.siginterrupt(signal.SIGALRM, ${restart ? 'False' : 'True'})`,
      'when_asleep(lambda pid: os.kill(pid, signal.SIGALRM), lambda pid: a.send(b"late"))',
      'n = libc.recv(b.fileno(), ctypes.create_string_buffer(16), 16, 0)',
      'print("the data" if n == 4 else errno.errorcode[ctypes.get_errno()])',
    ].join('\n');
    return { receive: (await h1.output('python3', ['-c', script])).trim() };
  },
  predict: {
    question: 'A signal handler runs while recv() waits, without SA_RESTART. What does recv() do?',
    choices: ['it goes on waiting', 'it fails with EINTR', 'it returns 0'],
    answer: ({ receive }) => (receive === 'EINTR' ? 'it fails with EINTR' : 'it goes on waiting'),
  },
  expect: { receive: 'EINTR' },
  mutants: [{ change: 'with SA_RESTART', parameters: { restart: true } }],
  explain:
    'The receive returns −ERESTARTSYS, and the kernel makes EINTR of it, or the call again where the handler has ' +
    "SA_RESTART (signal(7) lists which calls). glibc's signal() sets that flag; System V's, and sysv_signal(), do not.",
});
