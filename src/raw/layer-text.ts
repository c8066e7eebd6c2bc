import { nearest, WireError } from '../wire/index.js';
import type { Piece } from './build.js';
import { fieldNamesOf, fieldValue } from './field-text.js';
import { type Draft, type GivenValues, onePacket, type PacketSet, setOf } from './packet-set.js';
import './protocols.js';
import { registry } from './registry.js';
import { valuesIn } from './value-sets.js';

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

/**
 * Layers from words as a command line has them: `ip dst=10.0.0.2 ttl=3 / udp dstPort=53 / payload text=hello`, or
 * `ip/udp dst=10.0.0.2 dstPort=53 payload=hello`. A field belongs to the last layer so far that has it, or to the one in
 * front of it: `ip.ttl=3`. Or JSON, as a decoded packet has it: `[{"layer":"ipv4",…}]`.
 *
 * @throws WireError for a layer, field or value that there is not, with the nearest that there is
 */
export function parseLayers(words: readonly string[]): Piece[] {
  const { size, varied, layers } = parsePacketSet(words);
  if (size > 1) throw new WireError(`${varied.join(' and ')}: one value, for one packet`);
  return layers(0);
}

/**
 * Packets from such words, in which a field that takes one value may be given several: `dstPort=22,80,1000-1024`,
 * `dst=10.0.0.0/24`, `ttl=1-30`. There is a packet for each combination.
 *
 * @throws WireError as {@link parseLayers} does; for more than 65,536 packets
 */
export function parsePacketSet(words: readonly string[]): PacketSet {
  const [first = ''] = words;
  if (/^\s*[[{]/.test(first)) return onePacket(parseJsonLayers(words.join(' ')));
  const drafts: Draft[] = [];
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals === -1)
      for (const name of word.split('/').filter(name => name !== '')) drafts.push(draft(name));
    else setField(drafts, word.slice(0, equals), word.slice(equals + 1));
  }
  if (drafts.length === 0)
    throw new WireError(`no layer is given: ip/udp, say; there are ${layerNames().join(' ')}`);
  return setOf(drafts);
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
  return { layer, protocol, fields: new Map() };
}

function setField(drafts: Draft[], name: string, text: string): void {
  if (name === 'payload') {
    const payload = draft('payload');
    payload.fields.set('text', { name: 'text', texts: [text], values: [{ text }] });
    drafts.push(payload);
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
  const owner = candidates.find(candidate => fieldNamesOf(candidate.protocol).includes(field));
  if (owner === undefined) {
    const known = candidates.flatMap(({ protocol }) => fieldNamesOf(protocol));
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
  owner.fields.delete(field);
  owner.fields.set(field, { name, ...WireError.at(owner.layer, () => fieldValues(owner, field, text)) });
}

/** The value that a text stands for; where it is none, the values. */
function fieldValues(owner: Draft, field: string, text: string): GivenValues {
  try {
    return { texts: [text], values: [fieldValue(owner.protocol, field, text)] };
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const texts = WireError.at(field, () => valuesIn(text));
    if (texts === undefined) throw error;
    return { texts, values: texts.map(each => fieldValue(owner.protocol, field, each)) };
  }
}
