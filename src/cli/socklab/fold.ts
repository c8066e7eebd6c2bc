/** Text in lines that fit a terminal: the first behind `head`, the others indented as far. */
export function fold(text: string, head = '', width = Math.min(process.stdout.columns ?? 100, 110)): string {
  const indent = ' '.repeat(head.length);
  const lines: string[] = [];
  let line = head;
  for (const word of text.split(/\s+/)) {
    const begun = line.length > indent.length && line !== head;
    if (begun && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += (begun ? ' ' : '') + word;
    }
  }
  lines.push(line);
  return lines.join('\n');
}
