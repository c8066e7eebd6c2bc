import { stripVTControlCharacters } from 'node:util';

/** How wide lines may be: the terminal's width, where it tells one, and not so wide that reading them is work. */
const lineWidth = (): number => Math.min(process.stdout.columns || 100, 110);

/** Text in lines that fit a terminal: the first behind `head`, which may have colours, the others indented as far. */
export function fold(text: string, head = '', width = lineWidth()): string {
  const shown = stripVTControlCharacters(head).length;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && shown + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line += (line === '' ? '' : ' ') + word;
    }
  }
  lines.push(line);
  return head + lines.join(`\n${' '.repeat(shown)}`);
}
