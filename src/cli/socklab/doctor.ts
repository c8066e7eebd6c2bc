import { examine } from '../../labs/doctor.js';
import { Output } from '../output.js';
import { fold } from './fold.js';

export function doctor(json: boolean): void {
  const output = new Output();
  for (const finding of examine()) {
    const { what, state, detail, remedy } = finding;
    if (json) {
      output.write(`${JSON.stringify(finding)}\n`);
      continue;
    }
    output.write(`${fold(detail, `${state.padEnd(7)}${what.padEnd(20)}`)}\n`);
    if (remedy !== undefined) output.write(`${fold(remedy, `${' '.repeat(27)}→ `)}\n`);
  }
  output.flush();
}
