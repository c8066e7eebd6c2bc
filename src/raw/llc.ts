import { be16, enumOf, fixedLinkAddress, names, struct, u8 } from '../wire/index.js';
import { ethertypeOfLayer, ethertypes, layerOfEthertype } from './ethertypes.js';
import { protocol } from './protocol.js';
import { optional } from './protocol-fields.js';

/** Service access points (linux/llc.h; IEEE). */
const llcSaps = names('LLC_SAP', {
  null: 0,
  ip: 0x06,
  stp: 0x42,
  snap: 0xaa,
  netbeui: 0xf0,
  osi: 0xfe,
  global: 0xff,
});

/** Control of a frame without sequence numbers. */
const unnumberedInformation = 3;

/** A logical link control header (IEEE 802.2): what an Ethernet frame has behind a length. */
export const llc = protocol({
  name: 'llc',
  header: struct({
    dsap: enumOf(u8, llcSaps),
    ssap: enumOf(u8, llcSaps),
    control: u8,
  }),
  /** Frames with sequence numbers have two bytes of control. */
  body: { control2: optional(u8, ({ control }) => (control & 3) !== 3) },
  defaults: { control: unnumberedInformation },
  carries: { field: 'dsap', layers: { stp: 'stp', snap: 'snap' } },
  prepare: ({ dsap, ssap = dsap }) => ({ ssap }),
  next: ({ dsap, control }) =>
    control === unnumberedInformation && (dsap === 'stp' || dsap === 'snap') ? dsap : undefined,
  line: ({ dsap, ssap }, { following, length }) =>
    following === undefined || following === 'payload'
      ? `LLC, dsap ${dsap}, ssap ${ssap}, length ${length}`
      : '',
});

/** What a SNAP header has in front of an Ethernet type. */
const encapsulatedEthernet = '00:00:00';
const cisco = '00:00:0c';
const perVlanSpanningTree = 0x010b;

/** A SNAP header (IEEE 802, RFC 1042): a vendor, and what the vendor says that follows. */
export const snap = protocol({
  name: 'snap',
  header: struct({ oui: fixedLinkAddress(3), type: enumOf(be16, ethertypes) }),
  defaults: { oui: encapsulatedEthernet },
  carries: { field: 'type', layers: ethertypeOfLayer },
  next: ({ oui, type }) => {
    if (oui === encapsulatedEthernet) return layerOfEthertype(type);
    return oui === cisco && type === perVlanSpanningTree ? 'stp' : undefined;
  },
  line: ({ oui, type }, { following, length }) =>
    following === undefined || following === 'payload'
      ? `SNAP, oui ${oui}, type ${type}, length ${length}`
      : '',
});
