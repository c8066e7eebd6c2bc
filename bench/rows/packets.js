// What decoding a packet takes.
import { join } from 'node:path';
import { goal, goalCell } from '../goals.js';
import { run } from '../measure.js';
import { programs } from '../paths.js';
import { number } from '../report.js';
import { median } from '../statistics.js';

const [packets, rounds] = [500_000, 9];

const kinds = {
  tcp: 'IPv4 and TCP',
  timestamps: "IPv4 and TCP with TCP's timestamps",
  frame: 'Ethernet, IPv4, UDP and 40 bytes, which are copied',
};

export default async function measurePackets({ folder, progress }) {
  const rows = [];
  for (const [kind, name] of Object.entries(kinds)) {
    progress(name);
    const command = [process.execPath, join(programs, 'decode-packets.js'), kind, packets, rounds].map(
      String,
    );
    const { failure, output } = await run(folder, command, 'keep');
    // The first rounds are those in which the code is compiled.
    const nanoseconds =
      failure === undefined ? median(output.trim().split('\n').slice(2).map(Number)) : undefined;
    rows.push([
      name,
      failure ?? number(nanoseconds, 0),
      kind === 'tcp' ? goalCell(goal(nanoseconds, 300, '≤ 300 ns')) : '',
    ]);
  }
  return {
    title: 'Decoding packets',
    notes: [
      'Nanoseconds of processor time a packet, every field of every layer, out of a buffer that is used again.',
    ],
    columns: ['', 'ns', 'goal'],
    rows,
  };
}
