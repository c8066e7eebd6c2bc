import type { Decoded, Encodable } from '../../../wire/index.js';
import { nested } from '../../nested.js';
import { select } from '../../select.js';
import { bpfEncapsulation } from './bpf.js';
import { ilaEncapsulation } from './ila.js';
import { ioam6Encapsulation } from './ioam6.js';
import { ipEncapsulation } from './ip.js';
import { ip6Encapsulation } from './ip6.js';
import { mplsEncapsulation } from './mpls.js';
import { rplEncapsulation } from './rpl.js';
import { seg6Encapsulation } from './seg6.js';
import { seg6LocalEncapsulation } from './seg6-local.js';
import { xfrmEncapsulation } from './xfrm.js';

const kinds = (flag: boolean) => ({
  mpls: nested(mplsEncapsulation, { flag }),
  ip: nested(ipEncapsulation(flag), { flag }),
  ila: nested(ilaEncapsulation, { flag }),
  ip6: nested(ip6Encapsulation(flag), { flag }),
  seg6: nested(seg6Encapsulation, { flag }),
  bpf: nested(bpfEncapsulation(flag), { flag }),
  seg6Local: nested(seg6LocalEncapsulation(flag), { flag }),
  rpl: nested(rplEncapsulation, { flag }),
  ioam6: nested(ioam6Encapsulation, { flag }),
  xfrm: nested(xfrmEncapsulation, { flag }),
});

type Kinds = ReturnType<typeof kinds>;

/**
 * RTA_ENCAP by RTA_ENCAP_TYPE, NHA_ENCAP by NHA_ENCAP_TYPE: lightweight tunnels (linux/lwtunnel.h). Requests have them
 * marked with NLA_F_NESTED, what the kernel says does not.
 */
export const encapsulations = (flag: boolean) => select('encapType', kinds(flag));

/** What is particular to each kind of encapsulation. */
export type Encapsulations = { readonly [K in keyof Kinds]: Decoded<Kinds[K]> };

/** What is particular to a kind of encapsulation: the fields of its declaration here, or bytes. */
export type Encapsulation = Decoded<ReturnType<typeof encapsulations>>;
export type EncapsulationInput = Encodable<ReturnType<typeof encapsulations>>;
