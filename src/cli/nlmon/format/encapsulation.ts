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
  readonly encap?: Uint8Array;
}

/** The kind of a route's encapsulation; undefined where it has none. */
export function encapName({ encapType, encap }: Encapsulated): string | undefined {
  if (encap === undefined || encapType === undefined) return undefined;
  return encapNames.get(encapType) ?? 'unknown';
}

/** How ip begins an encapsulation, with a blank more than needed. What is in it is not printed. */
export function encapText(value: Encapsulated): string {
  const name = encapName(value);
  return name === undefined ? '' : `  encap ${name}`;
}
