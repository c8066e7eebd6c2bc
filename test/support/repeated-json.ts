/**
 * Reads JSON in which a member of one name may come several times in an object: its value is then an array of all of
 * them, as `nlmon` has it. Whole numbers that a number does not hold exactly are their digits.
 */
export function parseRepeated(text: string): unknown {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|-?\d[\d.e+-]*|true|false|null|[{}[\]:,]/g) ?? [];
  let at = 0;
  const value = read();
  if (at !== tokens.length) throw new SyntaxError(`${tokens[at]} behind the JSON`);
  return value;

  function read(): unknown {
    const token = tokens[at++];
    if (token === '{') return members();
    if (token === '[') return items();
    if (token === undefined || /^[}\]:,]$/.test(token))
      throw new SyntaxError(`'${token}' where a value is next`);
    const value: unknown = JSON.parse(token);
    return typeof value === 'number' && /^-?\d+$/.test(token) && !Number.isSafeInteger(value) ? token : value;
  }

  function items(): unknown[] {
    const list: unknown[] = [];
    while (tokens[at] !== ']') {
      if (list.length > 0) take(',');
      list.push(read());
    }
    at++;
    return list;
  }

  function members(): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    const repeated = new Set<string>();
    for (let first = true; tokens[at] !== '}'; first = false) {
      if (!first) take(',');
      const name = read();
      if (typeof name !== 'string') throw new SyntaxError(`${name} is no name`);
      take(':');
      const value = read();
      if (!Object.hasOwn(object, name)) object[name] = value;
      else if (repeated.has(name)) (object[name] as unknown[]).push(value);
      else object[name] = [object[name], value];
      if (Array.isArray(object[name]) && object[name] !== value) repeated.add(name);
    }
    at++;
    return object;
  }

  function take(token: string): void {
    if (tokens[at++] !== token) throw new SyntaxError(`'${tokens[at - 1]}' where ${token} is next`);
  }
}
