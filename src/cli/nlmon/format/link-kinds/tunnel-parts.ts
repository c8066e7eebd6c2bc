import { ipv4Text } from '../../../../wire/index.js';
import { deviceName } from '../address.js';
import type { Field } from '../fields.js';
import type { FormatContext } from '../format.js';
import { hostText } from '../host-text.js';
import { hexText } from '../numbers.js';

/** Whether an address is of a group (RFC 1112, RFC 4291). */
export const isMulticast = (address: string): boolean =>
  address.includes(':') ? address.startsWith('ff') : /^2(2[4-9]|3\d)\./.test(address);

export const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** One end of a tunnel: `any` where it is not said. */
export function endpoint<K extends 'remote' | 'local'>(name: K): Field<{ readonly [_ in K]?: string }> {
  const show = ({ [name]: address }: { readonly [_ in K]?: string }, context: FormatContext): string =>
    address === undefined || isUnspecified(address) ? 'any' : hostText(address, context);
  return {
    text: (data, context) => `${name} ${show(data, context)} `,
    addJson(json, data, context) {
      json[name] = show(data, context);
    },
  };
}

/** The interface that a tunnel's own packets go over. */
export const lowerDevice: Field<{ readonly link?: number }> = {
  text: ({ link }, context) => (link ? `dev ${deviceName(link, context)} ` : ''),
  addJson(json, { link }, context) {
    if (link) json.link = deviceName(link, context);
  },
};

/** The time to live, or hop limit, of a tunnel's own packets; of 0, the inner packets'. */
export function timeToLive(word: 'ttl' | 'hoplimit'): Field<{ readonly ttl?: number }> {
  return {
    text: ({ ttl }) => `${word} ${ttl || 'inherit'} `,
    addJson(json, { ttl = 0 }) {
      json.ttl = ttl;
    },
  };
}

/** The time to live where the kernel chooses it for 0. */
export const chosenTimeToLive: Field<{ readonly ttl?: number; readonly ttlInherit?: number | boolean }> = {
  text({ ttl, ttlInherit }) {
    if (ttlInherit) return 'ttl inherit ';
    return ttl === undefined ? '' : `ttl ${ttl || 'auto'} `;
  },
  addJson(json, { ttl, ttlInherit }) {
    if (!ttlInherit && ttl !== undefined) json.ttl = ttl;
  },
};

/** The type of service; of 1, the inner packets'. */
export const typeOfService: Field<{ readonly tos?: number }> = {
  text: ({ tos }) => (tos ? `tos ${tos === 1 ? 'inherit' : hexText(tos)} ` : ''),
  addJson(json, { tos }) {
    if (tos) json.tos = hexText(tos);
  },
};

/** The DF bit of outer packets; that it is not set goes without saying in text. */
export const dontFragment: Field<{ readonly df?: string | number }> = {
  text: ({ df }) => (df === 'set' || df === 'inherit' ? `df ${df} ` : ''),
  addJson(json, { df }) {
    if (typeof df === 'string') json.df = df;
  },
};

/** A number in hexadecimal that goes without saying when it is 0. */
export function hexUnlessZero<K extends string>(
  name: K,
  word: string,
  key = word,
): Field<{ readonly [_ in K]?: number }> {
  return {
    text: ({ [name]: value }) => (value ? `${word} ${hexText(value)} ` : ''),
    addJson(json, { [name]: value }) {
      if (value) json[key] = hexText(value);
    },
  };
}

/** A number that is written like an IPv4 address: keys of GRE and of virtual tunnels. */
export function dotted(value: number): string {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return ipv4Text(bytes, 0);
}

interface Encapsulated {
  readonly encapType?: string | number;
  readonly encapFlags?: readonly (string | number)[];
  readonly encapSport?: number;
  readonly encapDport?: number;
}

const encapsulationFlags = ['csum', 'csum6', 'remcsum'] as const;

/** UDP between a tunnel's outer IP header and its own (FOU, GUE). */
export const encapsulation: Field<Encapsulated> = {
  text({ encapType, encapFlags = [], encapSport = 0, encapDport = 0 }) {
    if (encapType === undefined || encapType === 'none') return '';
    let text = `encap ${encapsulationName(encapType) ?? 'unknown'} `;
    text += `encap-sport ${encapSport === 0 ? 'auto' : encapSport} `;
    text += `encap-dport ${encapDport} `;
    for (const flag of encapsulationFlags) text += `${encapFlags.includes(flag) ? '' : 'no'}encap-${flag} `;
    return text;
  },
  addJson(json, { encapType, encapFlags = [], encapSport = 0, encapDport = 0 }) {
    if (encapType === undefined || encapType === 'none') return;
    json.encap = {
      type: encapsulationName(encapType) ?? null,
      sport: encapSport,
      dport: encapDport,
      ...Object.fromEntries(encapsulationFlags.map(flag => [flag, encapFlags.includes(flag)])),
    };
  },
};

function encapsulationName(type: string | number): string | undefined {
  return type === 'fou' || type === 'gue' ? type : undefined;
}
