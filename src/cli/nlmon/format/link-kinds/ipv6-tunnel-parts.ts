import type { ipv6Tunnel } from '../../../../netlink/route/link-kinds/ip-tunnel.js';
import type { Field, Json } from '../fields.js';
import type { DataOf } from './kind.js';
import { hexUnlessZero } from './tunnel-parts.js';

type Flags = Pick<DataOf<typeof ipv6Tunnel>, 'flags' | 'flowinfo' | 'encapLimit' | 'fwmark'>;
type FlagName = Extract<NonNullable<Flags['flags']>[number], string>;

/** IPv6's traffic class and flow label in one word (RFC 8200, 3). */
const trafficClassShift = 20;
const trafficClassMask = 0xff;
const flowLabelMask = 0xf_ffff;

/** What a flag says, or else what stands in its place. */
function unless(flag: FlagName, key: string, text: string, otherwise: Field<Flags>): Field<Flags> {
  return {
    text: (data, context) => (data.flags?.includes(flag) ? `${text} ` : otherwise.text(data, context)),
    addJson(json: Json, data, context) {
      if (data.flags?.includes(flag)) json[key] = true;
      else otherwise.addJson(json, data, context);
    },
  };
}

const nothing: Field<Flags> = { text: () => '', addJson() {} };

function hexDigits(word: string, digits: number, part: (flowinfo: number) => number): Field<Flags> {
  const show = (flowinfo: number): string => `0x${part(flowinfo).toString(16).padStart(digits, '0')}`;
  return {
    text: ({ flowinfo }) => (flowinfo === undefined ? '' : `${word} ${show(flowinfo)} `),
    addJson(json, { flowinfo }) {
      if (flowinfo !== undefined) json[word] = show(flowinfo);
    },
  };
}

const limit: Field<Flags> = {
  text: ({ encapLimit }) => (encapLimit === undefined ? '' : `encaplimit ${encapLimit} `),
  addJson(json, { encapLimit }) {
    if (encapLimit !== undefined) json.encap_limit = encapLimit;
  },
};

/** What tunnels over IPv6 inherit from inner packets, or have of their own (linux/ip6_tunnel.h). */
export const ipv6TunnelFlags = {
  encapLimit: unless('ignEncapLimit', 'ip6_tnl_f_ign_encap_limit', 'encaplimit none', limit),
  trafficClass: unless(
    'useOrigTclass',
    'ip6_tnl_f_use_orig_tclass',
    'tclass inherit',
    hexDigits('tclass', 2, flowinfo => (flowinfo >>> trafficClassShift) & trafficClassMask),
  ),
  flowLabel: unless(
    'useOrigFlowlabel',
    'ip6_tnl_f_use_orig_flowlabel',
    'flowlabel inherit',
    hexDigits('flowlabel', 5, flowinfo => flowinfo & flowLabelMask),
  ),
  dscp: unless('rcvDscpCopy', 'ip6_tnl_f_rcv_dscp_copy', 'dscp inherit', nothing),
  mobile: unless('mip6Dev', 'ip6_tnl_f_mip6_dev', 'mip6', nothing),
  localRemote: unless('allowLocalRemote', 'ip6_tnl_f_allow_local_remote', 'allow-localremote', nothing),
  mark: unless(
    'useOrigFwmark',
    'ip6_tnl_f_use_orig_fwmark',
    'fwmark inherit',
    hexUnlessZero('fwmark', 'fwmark'),
  ),
};
