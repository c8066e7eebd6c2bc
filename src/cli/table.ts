/** A column: its title, and whether its values stand at the right, as numbers do. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

/** Lines of columns as wide as their widest value, the titles first. The last column is not filled up. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, index) => Math.max(...all.map(row => width(row[index]!))));
  return all.map(row =>
    row
      .map((value, index) => {
        const blanks = ' '.repeat(widths[index]! - width(value));
        if (columns[index]!.right) return blanks + value;
        return index === columns.length - 1 ? value : value + blanks;
      })
      .join('  ')
      .trimEnd(),
  );
}

const width = (text: string): number => [...text].length;
