/** Values of fields as people write them. */
import { type AnyType, type ItemList, type ItemTypes, isBits, Sink, WireError } from '../wire/index.js';
import type { AnyProtocol } from './protocol.js';
import type { Body } from './protocol-fields.js';

/** What a payload may be given as. */
const payloadFields = ['text', 'hex', 'size'];
const largestPayload = 65_535;

/** The fields of a layer that words may set; of a payload, what it may be given as. */
export function fieldNamesOf(protocol: AnyProtocol | undefined): readonly string[] {
  return protocol?.fieldNames ?? payloadFields;
}

/**
 * The value that a text stands for in a field of a layer. Of a payload, what it is given as stands for its bytes.
 *
 * @throws WireError for a text that the field's type cannot write
 */
export function fieldValue(protocol: AnyProtocol | undefined, field: string, text: string): unknown {
  if (protocol === undefined) return WireError.at(field, () => payloadValue(field, text));
  const { header, body = {} } = protocol.declaration;
  const types: Record<string, AnyType> = { ...header.fields };
  for (const [name, { type }] of Object.entries(body as Body)) types[name] = type;
  for (const [name, type] of Object.entries(types)) {
    if (!isBits(type)) {
      if (name === field) return WireError.at(field, () => valueFor(type, text));
      continue;
    }
    const member = (type.members as Record<string, { write(value: unknown): number; width: number }>)[field];
    if (member !== undefined) return bitsValue(type, field, text);
  }
  throw new WireError(`cannot be given`);
}

function payloadValue(field: string, text: string): object {
  if (field === 'text') return { text };
  if (field === 'hex') return { bytes: text };
  const size = Number(text);
  if (Number.isInteger(size) && size >= 0 && size <= largestPayload) {
    return { bytes: Uint8Array.from({ length: size }, (_, i) => i & 255) };
  }
  throw new WireError(`'${text}' is not a number of bytes up to ${largestPayload}`);
}

const textKinds: readonly string[] = ['string', 'ipv4', 'ipv6', 'ip', 'link-address', 'binary'];

/** The value that a text stands for in a field of a type: the first reading that the type can write. */
function valueFor(type: AnyType, text: string): unknown {
  const readings = /^[[{]/.test(text) ? [jsonOf(text)] : readingsOf(type, text);
  let refusal: WireError | undefined;
  for (const reading of readings) {
    try {
      type.encode(reading, new Sink());
      return reading;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      refusal = moreTelling(text, refusal, error);
    }
  }
  throw refusal;
}

function readingsOf(type: AnyType, text: string): unknown[] {
  if (textKinds.includes(type.kind)) return [text];
  if (type.kind === 'items') return [itemsOf(type as ItemList<ItemTypes>, text)];
  const list = text === '' ? [] : text.split(/[,+|]/).map(numberOrText);
  if (type.kind.endsWith('array')) return [list];
  if ('names' in type && Array.isArray(type.names)) return [positional(type.names as string[], text)];
  return [numberOrText(text), list];
}

function bitsValue(type: AnyType, field: string, text: string): unknown {
  const readings = [numberOrText(text), text === '' ? [] : text.split(/[,+|]/).map(numberOrText)];
  let refusal: WireError | undefined;
  for (const reading of readings) {
    try {
      type.encode({ [field]: reading }, new Sink());
      return reading;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      refusal = moreTelling(text, refusal, error);
    }
  }
  throw refusal;
}

/** Items with commas between: `mss:1460,nop,timestamp:5:0`, the fields of a value with colons between. */
function itemsOf({ items }: ItemList<ItemTypes>, text: string): unknown[] {
  if (text === '') return [];
  return text.split(',').map(item => {
    const colon = item.indexOf(':');
    const name = colon === -1 ? item : item.slice(0, colon);
    const type = /^\d+$/.test(name) ? Number(name) : name;
    if (colon === -1) return { type };
    const declared = items[name]?.[1];
    const rest = item.slice(colon + 1);
    return { type, value: declared === undefined ? rest : valueFor(declared, rest) };
  });
}

function positional(names: readonly string[], text: string): Record<string, unknown> {
  return Object.fromEntries(text.split(':').map((part, i) => [names[i] ?? `#${i}`, numberOrText(part)]));
}

function numberOrText(text: string): number | string {
  return /^-?\d+$|^0x[0-9a-f]+$/i.test(text) ? Number(text) : text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WireError(`is no JSON: ${(error as Error).message}`);
  }
}

/**
 * Of two reasons why readings of a text were refused, the one that offers something; the first where both do not, or where the
 * text is a number: that it is no list is no news.
 */
function moreTelling(text: string, first: WireError | undefined, second: WireError): WireError {
  const offers = (error: WireError): boolean => /did you mean|one of/.test(error.message);
  if (first === undefined) return second;
  return typeof numberOrText(text) !== 'number' && offers(second) && !offers(first) ? second : first;
}
