// AF_UNIX: both ends in one process, beside C, node:net, npm unix-dgram and usocket, and socat.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { goal, goalCell } from '../goals.js';
import { byTurns, run } from '../measure.js';
import { programs } from '../paths.js';
import { grouped, number, times } from '../report.js';

const script = (name, ...words) => [
  process.execPath,
  join(programs, `unix-${name}.js`),
  ...words.map(String),
];

/** What is measured: programs by name, each with how many units it moves, and goals of ours as a ratio of rates. */
function measurements(folder, peers) {
  const limit = (...words) => ({
    command: [join(folder, 'unix-limit'), ...words.map(String)],
    units: words[2],
  });
  const ours = (...words) => ({ command: script('afkit', ...words), units: words[2] });
  const net = (...words) => ({ command: script('net', ...words), units: words[2] });
  const dgram = (size, count) => ({
    command: script('dgram', peers.folder, size, count),
    units: count,
    missing: peers.missing['unix-dgram'],
  });
  const usocket = (each, count) => ({
    command: script('usocket', peers.folder, each, count),
    units: each * count,
    missing: peers.missing.usocket,
  });
  const inAll = (program, each) => ({ ...program, units: program.units * each });
  const small = 1_000_000;
  // So many that what V8 takes to compile is a small part.
  const batched = 3_000_000;
  return [
    {
      title: 'stream, writes of 64 KiB',
      unit: 'a write',
      programs: {
        C: limit('stream', 65_536, 60_000),
        'node:net': net('stream', 65_536, 60_000),
        afkit: ours('stream', 65_536, 60_000),
        socat: { command: socat(65_536 * 20_000), units: 20_000, wall: true, missing: socatMissing },
      },
      goals: [['node:net', 0.9]],
    },
    {
      title: 'stream, writes of 64 bytes',
      unit: 'a write',
      programs: {
        C: limit('stream', 64, small),
        'node:net': net('stream', 64, small),
        afkit: ours('stream', 64, small),
      },
      goals: [['node:net', 0.9]],
    },
    {
      title: 'stream, 64 bytes there and back',
      unit: 'a round trip',
      programs: {
        C: limit('roundtrip', 64, 200_000),
        'node:net': net('roundtrip', 64, 200_000),
        afkit: ours('roundtrip', 64, 200_000),
      },
      goals: [['node:net', 1 / 1.3]],
    },
    {
      title: 'datagrams of 64 bytes',
      unit: 'a message',
      programs: {
        C: limit('datagram', 64, batched),
        'unix-dgram': dgram(64, small / 2),
        afkit: ours('datagram', 64, batched),
        'afkit, one by one': ours('datagram-single', 64, small / 2),
      },
      goals: [
        ['unix-dgram', 3],
        ['C', 0.7],
      ],
    },
    {
      title: 'seqpackets of 64 bytes',
      unit: 'a message',
      programs: {
        C: limit('seqpacket', 64, batched),
        afkit: ours('seqpacket', 64, batched),
        'afkit, one by one': ours('seqpacket-single', 64, small / 2),
      },
      goals: [['C', 0.7]],
    },
    {
      title: 'descriptors, one with a message',
      unit: 'a descriptor',
      programs: {
        C: limit('descriptors', 1, 200_000),
        usocket: usocket(1, 50_000),
        afkit: ours('descriptors', 1, 200_000),
        'afkit, a stream': ours('descriptors-stream', 1, 100_000),
      },
      goals: [],
    },
    {
      title: 'descriptors, as many as a message takes (usocket receives 64)',
      unit: 'a descriptor',
      programs: {
        C: inAll(limit('descriptors', 253, 4000), 253),
        usocket: usocket(60, 4000),
        afkit: inAll(ours('descriptors', 253, 4000), 253),
        'afkit, a stream': inAll(ours('descriptors-stream', 253, 4000), 253),
      },
      goals: [['usocket', 10]],
    },
  ];
}

const socatMissing =
  spawnSync('socat', ['-V']).status === 0 ? undefined : 'not available: there is no socat here';

function socat(bytes) {
  const path = '/tmp/afkit-bench-$$';
  return [
    'sh',
    '-c',
    `socat -u -b 65536 UNIX-LISTEN:${path} OPEN:/dev/null & while ! test -S ${path}; do sleep 0.01; done; ` +
      `head -c ${bytes} /dev/zero | socat -u -b 65536 - UNIX-CONNECT:${path}; wait`,
  ];
}

export default async function measureUnix({ folder, peers, runs, progress }) {
  const rows = [];
  for (const { title, unit, programs, goals } of measurements(folder, peers)) {
    const usable = Object.entries(programs).filter(([, { missing }]) => missing === undefined);
    const taken = await byTurns(
      Object.fromEntries(usable.map(([name, program]) => [name, () => timeOf(folder, program)])),
      runs,
      turn => progress(`${title}: ${turn}`),
    );
    for (const [name, { missing }] of Object.entries(programs)) {
      const { failure = missing, each, cpu } = taken[name] ?? {};
      const compared = name === 'afkit' ? goals : [];
      const verdicts = compared.map(([other, ratio]) =>
        goal(cpu / taken[other]?.cpu, 1 / ratio, `≥ ${number(ratio, 2)} × the rate of ${other}`),
      );
      rows.push([
        `${title}: ${name}`,
        ...(failure === undefined
          ? [
              number(each * 1e9, 0),
              number(cpu * 1e9, 0),
              grouped(Math.round(1 / cpu)),
              times(taken.C.cpu / cpu),
            ]
          : [failure, '', '', '']),
        verdicts.length === 0 ? unit : goalCell(...verdicts),
      ]);
    }
  }
  return {
    title: 'AF_UNIX',
    notes: [
      'Nanoseconds of wall clock and of CPU, user and system, for each write, round trip, message or descriptor. Both ends are',
      'in one process, its start not counted, and each line is the median of runs by turns. Rates and goals are of CPU, of which',
      'other work on the machine takes less away. socat is two processes and what feeds them, from their start to their end.',
    ],
    columns: ['', 'ns', 'CPU ns', 'a second of CPU', 'rate to C', 'goal'],
    rows,
  };
}

async function timeOf(folder, { command, units, wall = false }) {
  const { failure, output, seconds, cpu } = await run(folder, command, 'keep');
  if (failure !== undefined) return { failure };
  const own = wall ? [seconds, cpu] : output.trim().split(' ').map(Number);
  return { each: own[0] / units, cpu: own[1] / units };
}
