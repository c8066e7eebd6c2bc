// Markdown from what the sections return.

/**
 * @typedef {object} Section
 * @property {string} title
 * @property {string[]} notes what one has to know to read the table
 * @property {string[]} columns
 * @property {string[][]} rows
 */

/** @param {Section} section */
export function markdown({ title, notes, columns, rows }) {
  const table = [
    columns,
    columns.map((_, i) => (i === 0 || columns[i] === 'goal' ? '---' : '---:')),
    ...rows,
  ];
  const lines = table.map(cells => `| ${columns.map((_, i) => cellText(cells[i] ?? '')).join(' | ')} |`);
  return `## ${title}\n\n${notes.join('\n')}\n\n${lines.join('\n')}\n`;
}

/** @param {string} text */
function cellText(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** One line: how many goals were met. */
export function summary(sections) {
  const cells = sections.flatMap(({ rows }) => rows.flat()).join(' ');
  const count = state => cells.split(`**${state}**`).length - 1;
  const parts = ['met', 'missed', 'not measured'].map(state => `${count(state)} ${state}`);
  return `Goals: ${parts.join(', ')}.`;
}

/** A number with a fixed count of digits behind the point. */
export function number(value, digits = 2) {
  return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

export function times(value) {
  return value === undefined || Number.isNaN(value) ? '–' : `${value.toFixed(2)} ×`;
}

/** 1000000 as 1,000,000. */
export function grouped(value) {
  return value.toLocaleString('en-US');
}
