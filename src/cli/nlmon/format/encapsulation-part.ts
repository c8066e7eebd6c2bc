/** A part of an encapsulation as ip prints it: in text, in JSON, or in both. */
export interface EncapsulationPart {
  readonly text?: string;
  readonly key?: string;
  readonly json?: unknown;
}

/** A word and a value, under the word's name. */
export function part(key: string, json: string | number, text = String(json)): EncapsulationPart {
  return { key, json, text: `${key} ${text}` };
}

/** A word that says all. */
export function flag(key: string): EncapsulationPart {
  return { key, json: true, text: key };
}
