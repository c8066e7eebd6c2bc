import { programs } from '../../labs/programs.js';
import { Output } from '../output.js';

export function listPrograms(): void {
  const output = new Output();
  const width = Math.max(...programs.map(({ what }) => what.length));
  for (const { id, what, texts, command } of programs) {
    output.write(
      `${id.padEnd(4)} ${what.padEnd(width)}  ${texts.padEnd(8)}  ${command ?? 'still to come'}\n`,
    );
  }
  output.flush();
}
