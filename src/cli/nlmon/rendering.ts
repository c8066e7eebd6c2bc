import { type Display, oneLine } from './format/display.js';
import type { Format, FormatContext } from './format/format.js';

/** An object's lines as they are written; empty when nothing is to be printed of it. */
export function rendered<T>(format: Format<T>, value: T, context: FormatContext): string {
  const text = format.text(value, context);
  return context.display.oneline ? oneLine(text) : text;
}

/** An object's JSON, with its line end; empty when it has none. */
export function renderedJson<T>(format: Format<T>, value: T, context: FormatContext): string {
  if (format.jsonText !== undefined && !context.display.pretty) {
    const text = format.jsonText(value, context);
    return text === '' ? '' : `${text}\n`;
  }
  return jsonObjects(format, value, context)
    .map(fields => jsonLine(fields, context.display))
    .join('');
}

/** The objects that a message is about, as JSON. */
export function jsonObjects<T>(
  format: Format<T>,
  value: T,
  context: FormatContext,
): readonly Record<string, unknown>[] {
  if (format.jsonList !== undefined) return format.jsonList(value, context);
  const fields = format.json(value, context);
  return fields === undefined ? [] : [fields];
}

/** `ip -p` indents by four. */
export function jsonLine(fields: Record<string, unknown>, { pretty }: Display): string {
  return `${JSON.stringify(fields, undefined, pretty ? 4 : undefined)}\n`;
}
