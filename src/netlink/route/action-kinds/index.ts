import { nested } from '../../nested.js';
import { bpf } from './bpf.js';
import { connmark } from './connmark.js';
import { csum } from './csum.js';
import { ct } from './ct.js';
import { ctinfo } from './ctinfo.js';
import { gact } from './gact.js';
import { gate } from './gate.js';
import { ife } from './ife.js';
import { ipt } from './ipt.js';
import { mirred } from './mirred.js';
import { mpls } from './mpls.js';
import { nat } from './nat.js';
import { pedit } from './pedit.js';
import { police } from './police.js';
import { sample } from './sample.js';
import { simple } from './simple.js';
import { skbedit } from './skbedit.js';
import { skbmod } from './skbmod.js';
import { tunnelKey } from './tunnel-key.js';
import { vlanAction } from './vlan.js';

/** The kernel takes the options of some kinds only with NLA_F_NESTED, which it does not write. */
const marked = { flag: 'in requests' } as const;

/** TCA_ACT_OPTIONS by TCA_ACT_KIND. */
export const actionKinds = {
  bpf: nested(bpf, marked),
  connmark: nested(connmark, marked),
  csum: nested(csum, marked),
  ct: nested(ct, marked),
  ctinfo: nested(ctinfo, marked),
  gact: nested(gact, marked),
  gate: nested(gate, marked),
  ife: nested(ife, marked),
  ipt: nested(ipt, marked),
  mirred: nested(mirred, marked),
  mpls: nested(mpls, marked),
  nat: nested(nat, marked),
  pedit: nested(pedit, marked),
  police: nested(police, marked),
  sample: nested(sample, marked),
  simple: nested(simple, marked),
  skbedit: nested(skbedit, marked),
  skbmod: nested(skbmod, marked),
  tunnel_key: nested(tunnelKey, marked),
  vlan: nested(vlanAction, marked),
  xt: nested(ipt, marked),
};
