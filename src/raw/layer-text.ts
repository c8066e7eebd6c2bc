import {
  type AnyType,
  type ItemList,
  type ItemTypes,
  isBits,
  nearest,
  Sink,
  WireError,
} from '../wire/index.js';
import type { Piece } from './build.js';
import type { AnyProtocol, Body } from './protocol.js';
import './protocols.js';
import { registry } from './registry.js';

/** Short names of layers, as people write them. */
const aliases: Readonly<Record<string, string>> = {
  eth: 'ethernet',
  ip: 'ipv4',
  ip4: 'ipv4',
  ip6: 'ipv6',
  icmp4: 'icmp',
  icmp6: 'icmpv6',
  raw: 'payload',
};

/** What a payload may be given as. */
const payloadFields = ['text', 'hex', 'size'];
const largestPayload = 65_535;

interface Draft {
  readonly layer: string;
  readonly protocol: AnyProtocol | undefined;
  readonly fields: Record<string, unknown>;
}

/**
 * Layers from words as a command line has them: `ip dst=10.0.0.2 ttl=3 / udp dstPort=53 / payload text=hello`, or
 * `ip/udp dst=10.0.0.2 dstPort=53 payload=hello`. A field belongs to the last layer so far that has it, or to the one in
 * front of it: `ip.ttl=3`. Or JSON, as a decoded packet has it: `[{"layer":"ipv4",…}]`.
 *
 * @throws WireError for a layer, field or value that there is not, with the nearest that there is
 */
export function parseLayers(words: readonly string[]): Piece[] {
  const [first = ''] = words;
  if (/^\s*[[{]/.test(first)) return parseJsonLayers(words.join(' '));
  const drafts: Draft[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals === -1)
      for (const name of word.split('/').filter(name => name !== '')) drafts.push(draft(name));
    else setField(drafts, word.slice(0, equals), word.slice(equals + 1));
  }
  if (drafts.length === 0)
    throw new WireError(`no layer is given: ip/udp, say; there are ${layerNames().join(' ')}`);
  return drafts.map(({ layer, fields }) => ({ layer, ...fields }));
}

/** Layers from JSON: an array of them, or a decoded packet with `layers`. */
export function parseJsonLayers(text: string): Piece[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new WireError(`the layers are no JSON: ${(error as Error).message}`);
  }
  const layers = Array.isArray(value) ? value : ((value as { layers?: unknown }).layers ?? [value]);
  if (!Array.isArray(layers)) throw new WireError("'layers' takes an array of layers");
  for (const layer of layers as { layer?: unknown }[]) {
    if (typeof layer?.layer !== 'string') throw new WireError(`a layer is an object with 'layer', its name`);
  }
  return layers as Piece[];
}

function layerNames(): string[] {
  return [...registry.keys(), 'payload'];
}

function draft(name: string): Draft {
  const layer = aliases[name] ?? name;
  const protocol = registry.get(layer);
  if (protocol === undefined && layer !== 'payload') {
    const near = nearest(name, [...layerNames(), ...Object.keys(aliases)]);
    const offer = near === undefined ? `there are ${layerNames().join(' ')}` : `did you mean '${near}'?`;
    throw new WireError(`there is no layer '${name}'; ${offer}`);
  }
  return { layer, protocol, fields: {} };
}

function setField(drafts: Draft[], name: string, text: string): void {
  if (name === 'payload') {
    drafts.push({ layer: 'payload', protocol: undefined, fields: { text } });
    return;
  }
  const dot = name.indexOf('.');
  const [of, field] =
    dot === -1 ? [undefined, name] : [aliases[name.slice(0, dot)] ?? name.slice(0, dot), name.slice(dot + 1)];
  const candidates = drafts.filter(({ layer }) => of === undefined || layer === of).reverse();
  if (candidates.length === 0) {
    throw new WireError(
      of === undefined ? `'${name}=' stands before any layer` : `no layer '${of}' stands before '${name}='`,
    );
  }
  const owner = candidates.find(candidate => fieldNames(candidate).includes(field));
  if (owner === undefined) {
    const known = candidates.flatMap(fieldNames);
    const near = nearest(field, known);
    const [{ layer }] = candidates as [Draft];
    const where =
      candidates.length === 1
        ? layer
        : candidates
            .map(({ layer }) => layer)
            .reverse()
            .join('/');
    const offer = near === undefined ? `it has ${[...new Set(known)].join(' ')}` : `did you mean '${near}'?`;
    throw new WireError(`${where} has no field '${field}'; ${offer}`);
  }
  const value = WireError.at(owner.layer, () => fieldValue(owner, field, text));
  Object.assign(owner.fields, owner.protocol === undefined ? value : { [field]: value });
}

function fieldNames({ protocol }: Draft): readonly string[] {
  return protocol?.fieldNames ?? payloadFields;
}

function fieldValue({ protocol }: Draft, field: string, text: string): unknown {
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
