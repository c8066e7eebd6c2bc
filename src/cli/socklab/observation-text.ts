import type { Observation } from '../../labs/observation.js';
import { fold } from './fold.js';

/** An observation, a field a line: its name and its value as JSON. */
export function observationText(observation: Observation, head: string): string {
  const indent = ' '.repeat(head.length);
  return Object.entries(observation)
    .map(([name, value], index) =>
      fold(spaced(JSON.stringify(value)), `${index === 0 ? head : indent}${name}: `),
    )
    .join('\n');
}

/** Room behind the commas between values, where a line may be broken; what is in quotes stays as it is. */
function spaced(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|[,:]/g, part =>
    part === ',' || part === ':' ? `${part} ` : part,
  );
}
