import { type Names, names } from '../../wire/index.js';
import type { Definition } from './document.js';

/** `rx-packets` as our schemas write it: `rxPackets`. */
export function camelCase(name: string): string {
  return name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `rx-packets` under `ifla-` as the kernel's headers write it. */
export function constantOf(prefix: string, name: string): string {
  return `${prefix}${name}`.replaceAll('-', '_').toUpperCase();
}

/** The prefix of constants; made from the name of what has them where the document gives none. */
export function prefixOf(owner: { readonly name: string; readonly 'name-prefix'?: string }): string {
  return constantOf('', owner['name-prefix'] ?? `${owner.name}-`).replace(/_$/, '');
}

/** The names of an enumeration; of flags, where entries are numbers of bits, or where they are meant as such. */
export function namesOf(definition: Definition, asFlags: boolean): Names<string> {
  const numbers: Record<string, number> = {};
  let next = definition['value-start'] ?? 0;
  for (const entry of definition.entries ?? []) {
    const { name, value = next } = typeof entry === 'string' ? { name: entry } : entry;
    next = value + 1;
    if (!asFlags && definition.type !== 'flags') numbers[camelCase(name)] = value;
    // What is beyond 32 bits has no name here: it stays part of the number.
    else if (value < 32) numbers[camelCase(name)] = 2 ** value;
  }
  return names(prefixOf(definition), numbers);
}
