import type { actionKinds } from '../../../../../netlink/route/action-kinds/index.js';
import { printBpf } from './bpf.js';
import { printConnmark } from './connmark.js';
import { printCsum } from './csum.js';
import { printCt } from './ct.js';
import { printCtinfo } from './ctinfo.js';
import { printGact } from './gact.js';
import { printGate } from './gate.js';
import { printIfe } from './ife.js';
import { printIpt } from './ipt.js';
import { printMirred } from './mirred.js';
import { printMpls } from './mpls.js';
import { printNat } from './nat.js';
import { printPedit } from './pedit.js';
import { printPolice } from './police.js';
import type { ActionPrinter } from './printer.js';
import { printSample } from './sample.js';
import { printSimple } from './simple.js';
import { printSkbedit } from './skbedit.js';
import { printSkbmod } from './skbmod.js';
import { printTunnelKey } from './tunnel-key.js';
import { printVlan } from './vlan.js';

/** How the options of an action are printed, by its kind. */
export const actionPrinters: {
  readonly [Kind in Exclude<keyof typeof actionKinds, 'xt'>]: ActionPrinter<Kind>;
} & {
  readonly xt: ActionPrinter<'ipt'>;
} = {
  bpf: printBpf,
  connmark: printConnmark,
  csum: printCsum,
  ct: printCt,
  ctinfo: printCtinfo,
  gact: printGact,
  gate: printGate,
  ife: printIfe,
  ipt: printIpt,
  mirred: printMirred,
  mpls: printMpls,
  nat: printNat,
  pedit: printPedit,
  police: printPolice,
  sample: printSample,
  simple: printSimple,
  skbedit: printSkbedit,
  skbmod: printSkbmod,
  tunnel_key: printTunnelKey,
  vlan: printVlan,
  xt: printIpt,
};
