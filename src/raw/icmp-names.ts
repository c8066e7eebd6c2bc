/**
 * Every type and code of ICMP and ICMPv6 with its name: RFC 792, 1122, 1812, 4443, 4861, 8335 and IANA's registries.
 * Names of types are those of linux/icmp.h and linux/icmpv6.h where these have one.
 */
import type { IpFamily } from './ip-family.js';

interface IcmpType {
  readonly type: number;
  readonly text: string;
  readonly codes?: readonly string[];
}

const extendedEchoReplies = [
  'No Error',
  'Malformed Query',
  'No Such Interface',
  'No Such Table Entry',
  'Multiple Interfaces Satisfy Query',
] as const;

const icmp = {
  echoreply: { type: 0, text: 'Echo Reply' },
  destUnreach: {
    type: 3,
    text: 'Destination Unreachable',
    codes: [
      'Destination Net Unreachable',
      'Destination Host Unreachable',
      'Destination Protocol Unreachable',
      'Destination Port Unreachable',
      'Frag needed and DF set',
      'Source Route Failed',
      'Destination Net Unknown',
      'Destination Host Unknown',
      'Source Host Isolated',
      'Destination Net Prohibited',
      'Destination Host Prohibited',
      'Destination Net Unreachable for Type of Service',
      'Destination Host Unreachable for Type of Service',
      'Packet filtered',
      'Precedence Violation',
      'Precedence Cutoff',
    ],
  },
  sourceQuench: { type: 4, text: 'Source Quench' },
  redirect: {
    type: 5,
    text: 'Redirect',
    codes: [
      'Redirect Network',
      'Redirect Host',
      'Redirect Type of Service and Network',
      'Redirect Type of Service and Host',
    ],
  },
  alternateHostAddress: { type: 6, text: 'Alternate Host Address' },
  echo: { type: 8, text: 'Echo Request' },
  routerAdvertisement: { type: 9, text: 'Router Advertisement' },
  routerSolicitation: { type: 10, text: 'Router Solicitation' },
  timeExceeded: {
    type: 11,
    text: 'Time Exceeded',
    codes: ['Time to live exceeded', 'Frag reassembly time exceeded'],
  },
  parameterprob: {
    type: 12,
    text: 'Parameter Problem',
    codes: [
      'Parameter problem: pointer indicates the error',
      'Parameter problem: required option missing',
      'Parameter problem: bad length',
    ],
  },
  timestamp: { type: 13, text: 'Timestamp Request' },
  timestampreply: { type: 14, text: 'Timestamp Reply' },
  infoRequest: { type: 15, text: 'Information Request' },
  infoReply: { type: 16, text: 'Information Reply' },
  address: { type: 17, text: 'Address Mask Request' },
  addressreply: { type: 18, text: 'Address Mask Reply' },
  traceroute: { type: 30, text: 'Traceroute' },
  conversionError: { type: 31, text: 'Datagram Conversion Error' },
  mobileRedirect: { type: 32, text: 'Mobile Host Redirect' },
  whereAreYou: { type: 33, text: 'IPv6 Where-Are-You' },
  iAmHere: { type: 34, text: 'IPv6 I-Am-Here' },
  mobileRegistrationRequest: { type: 35, text: 'Mobile Registration Request' },
  mobileRegistrationReply: { type: 36, text: 'Mobile Registration Reply' },
  domainNameRequest: { type: 37, text: 'Domain Name Request' },
  domainNameReply: { type: 38, text: 'Domain Name Reply' },
  skip: { type: 39, text: 'SKIP' },
  photuris: {
    type: 40,
    text: 'Photuris',
    codes: [
      'Bad SPI',
      'Authentication Failed',
      'Decompression Failed',
      'Decryption Failed',
      'Need Authentication',
      'Need Authorization',
    ],
  },
  experimentalMobility: { type: 41, text: 'Experimental Mobility' },
  extEcho: { type: 42, text: 'Extended Echo Request' },
  extEchoreply: {
    type: 43,
    text: 'Extended Echo Reply',
    codes: extendedEchoReplies,
  },
} as const satisfies Record<string, IcmpType>;

const icmpv6 = {
  destUnreach: {
    type: 1,
    text: 'Destination Unreachable',
    codes: [
      'Destination unreachable: No route',
      'Destination unreachable: Administratively prohibited',
      'Destination unreachable: Beyond scope of source address',
      'Destination unreachable: Address unreachable',
      'Destination unreachable: Port unreachable',
      'Destination unreachable: Source address failed ingress/egress policy',
      'Destination unreachable: Reject route to destination',
      'Destination unreachable: Error in source routing header',
      'Destination unreachable: Headers too long',
      'Destination unreachable: Error in P-Route',
    ],
  },
  pktToobig: { type: 2, text: 'Packet too big' },
  timeExceed: {
    type: 3,
    text: 'Time Exceeded',
    codes: ['Time exceeded: Hop limit', 'Time exceeded: Defragmentation failure'],
  },
  paramprob: {
    type: 4,
    text: 'Parameter Problem',
    codes: [
      'Parameter problem: Wrong header field',
      'Parameter problem: Unknown header',
      'Parameter problem: Unknown option',
      'Parameter problem: First fragment has an incomplete header chain',
      'Parameter problem: Upper-layer header error at a segment routing endpoint',
      'Parameter problem: Unrecognized next header at an intermediate node',
      'Parameter problem: Extension header too big',
      'Parameter problem: Extension header chain too long',
      'Parameter problem: Too many extension headers',
      'Parameter problem: Too many options in an extension header',
      'Parameter problem: Option too big',
    ],
  },
  echoRequest: { type: 128, text: 'Echo Request' },
  echoReply: { type: 129, text: 'Echo Reply' },
  mgmQuery: { type: 130, text: 'Multicast Listener Query' },
  mgmReport: { type: 131, text: 'Multicast Listener Report' },
  mgmReduction: { type: 132, text: 'Multicast Listener Done' },
  routerSolicitation: { type: 133, text: 'Router Solicitation' },
  routerAdvertisement: { type: 134, text: 'Router Advertisement' },
  neighbourSolicitation: { type: 135, text: 'Neighbour Solicitation' },
  neighbourAdvertisement: { type: 136, text: 'Neighbour Advertisement' },
  redirect: { type: 137, text: 'Redirect' },
  routerRenumbering: {
    type: 138,
    text: 'Router Renumbering',
    codes: ['Router Renumbering Command', 'Router Renumbering Result'],
  },
  niQuery: {
    type: 139,
    text: 'Node Information Query',
    codes: ['Subject is an IPv6 address', 'Subject is a name or nothing', 'Subject is an IPv4 address'],
  },
  niReply: {
    type: 140,
    text: 'Node Information Reply',
    codes: ['Successful reply', 'Responder refuses to answer', 'Query type unknown'],
  },
  inverseSolicitation: { type: 141, text: 'Inverse Neighbour Discovery Solicitation' },
  inverseAdvertisement: { type: 142, text: 'Inverse Neighbour Discovery Advertisement' },
  mldv2Report: { type: 143, text: 'Version 2 Multicast Listener Report' },
  homeAgentRequest: { type: 144, text: 'Home Agent Address Discovery Request' },
  homeAgentReply: { type: 145, text: 'Home Agent Address Discovery Reply' },
  mobilePrefixSolicitation: { type: 146, text: 'Mobile Prefix Solicitation' },
  mobilePrefixAdvertisement: { type: 147, text: 'Mobile Prefix Advertisement' },
  certificationPathSolicitation: { type: 148, text: 'Certification Path Solicitation' },
  certificationPathAdvertisement: { type: 149, text: 'Certification Path Advertisement' },
  multicastRouterAdvertisement: { type: 151, text: 'Multicast Router Advertisement' },
  multicastRouterSolicitation: { type: 152, text: 'Multicast Router Solicitation' },
  multicastRouterTermination: { type: 153, text: 'Multicast Router Termination' },
  fmip: { type: 154, text: 'FMIPv6' },
  rplControl: { type: 155, text: 'RPL Control' },
  ilnpLocatorUpdate: { type: 156, text: 'ILNPv6 Locator Update' },
  duplicateAddressRequest: { type: 157, text: 'Duplicate Address Request' },
  duplicateAddressConfirmation: { type: 158, text: 'Duplicate Address Confirmation' },
  mplControl: { type: 159, text: 'MPL Control' },
  extEchoRequest: { type: 160, text: 'Extended Echo Request' },
  extEchoReply: {
    type: 161,
    text: 'Extended Echo Reply',
    codes: extendedEchoReplies,
  },
} as const satisfies Record<string, IcmpType>;

export type IcmpTypeName = keyof typeof icmp;
export type Icmpv6TypeName = keyof typeof icmpv6;

const tables: Readonly<Record<IpFamily, Readonly<Record<string, IcmpType>>>> = { inet: icmp, inet6: icmpv6 };

const byNumber: Readonly<Record<IpFamily, ReadonlyMap<number, IcmpType>>> = {
  inet: new Map(Object.values(icmp).map(entry => [entry.type, entry])),
  inet6: new Map(Object.values(icmpv6).map(entry => [entry.type, entry])),
};

/** The numbers of ICMP's types by name, for either family. */
export function icmpTypeNumbers(family: IpFamily): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(tables[family]).map(([name, { type }]) => [name, type]));
}

/** What a type is called; `Type 200` for one that has no name. */
export function icmpTypeText(family: IpFamily, type: number): string {
  return byNumber[family].get(type)?.text ?? `Type ${type}`;
}

/**
 * What a message of this type and code says, as in `Destination Host Unreachable`. A code without a name is told by its
 * number: `Destination Unreachable, code 77`.
 */
export function icmpText(family: IpFamily, type: number, code: number): string {
  const entry = byNumber[family].get(type);
  if (entry === undefined) return `Type ${type}, code ${code}`;
  const text = entry.codes?.[code];
  if (text !== undefined) return text;
  return code === 0 && entry.codes === undefined ? entry.text : `${entry.text}, code ${code}`;
}

/** Every type and code that has a name, for tables and tests. */
export function icmpCodes(family: IpFamily): { type: number; code: number; text: string }[] {
  return Object.values(tables[family]).flatMap(({ type, text, codes }) =>
    (codes ?? [text]).map((name, code) => ({ type, code, text: name })),
  );
}
