import type { EncapsulationInput } from '../../../netlink/route/index.js';
import { encapsulationKinds } from './encapsulation-kinds.js';
import type { EncapsulationPart } from './encapsulation-part.js';
import type { FormatContext } from './format.js';

/** The names that ip has for the kinds of lightweight tunnels; it calls others unknown. */
const encapNames: ReadonlyMap<string | number, string> = new Map([
  ['mpls', 'mpls'],
  ['ip', 'ip'],
  ['ip6', 'ip6'],
  ['ila', 'ila'],
  ['bpf', 'bpf'],
  ['seg6', 'seg6'],
  ['seg6Local', 'seg6local'],
  ['rpl', 'rpl'],
  ['ioam6', 'ioam6'],
  ['xfrm', 'xfrm'],
]);

interface Encapsulated {
  readonly encapType?: string | number;
  readonly encap?: EncapsulationInput;
}

/**
 * Members that routes have themselves. ip writes both under one name, and whoever reads its JSON finds one of the two:
 * here those of the encapsulation begin with `encap_`.
 */
const ofRoutes: ReadonlySet<string> = new Set(['dst', 'tos', 'table', 'iif']);

/** The kind of a route's encapsulation; undefined where it has none. */
function encapName({ encapType, encap }: Encapsulated): string | undefined {
  if (encap === undefined || encapType === undefined) return undefined;
  return encapNames.get(encapType) ?? 'unknown';
}

/** A route's encapsulation, with a blank more than needed in front as in ip. */
export function encapText(value: Encapsulated, context: FormatContext): string {
  const name = encapName(value);
  if (name === undefined) return '';
  let text = `  encap ${name}`;
  for (const part of partsOf(value, context)) if (part.text !== undefined) text += ` ${part.text}`;
  return text;
}

/** Adds a route's encapsulation to its JSON: as in ip its parts stand beside the route's own. */
export function addEncapsulation(
  fields: Record<string, unknown>,
  value: Encapsulated,
  context: FormatContext,
): void {
  const name = encapName(value);
  if (name === undefined) return;
  fields.encap = name;
  for (const { key, json } of partsOf(value, context))
    if (key !== undefined) fields[ofRoutes.has(key) ? `encap_${key}` : key] = json;
}

/** Nothing of an encapsulation that is not known, or could not be read. */
function partsOf({ encapType, encap }: Encapsulated, context: FormatContext): Iterable<EncapsulationPart> {
  const kind = encapsulationKinds[encapType as string];
  return kind === undefined || encap instanceof Uint8Array ? [] : kind(encap, context);
}
