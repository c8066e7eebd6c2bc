import type { actionKinds } from '../../../../../netlink/route/action-kinds/index.js';
import type { Decoded } from '../../../../../wire/index.js';
import { hexText } from '../../numbers.js';
import { addControlAction, addReferences } from '../control-action.js';
import type { Printout } from '../printout.js';
import { erspanMembers, geneveJson, geneveText } from '../tunnel-options.js';
import type { ActionPrinter } from './printer.js';

type Options = Decoded<(typeof actionKinds)['tunnel_key']>;
type TunnelOptions = NonNullable<Options['encOpts']>;

export const printTunnelKey: ActionPrinter<'tunnel_key'> = (out, options) => {
  out.add('kind', 'tunnel_key ', 'tunnel_key');
  const { parms, tm } = options ?? {};
  if (options === undefined || parms === undefined) return;
  if (parms.tAction === 'release') out.add('mode', ' unset', 'unset');
  else if (parms.tAction === 'set') {
    out.add('mode', ' set', 'set');
    addTunnel(out, options);
  }
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};

function addTunnel(out: Printout, options: Options): void {
  const { encIpv4Src, encIpv4Dst, encIpv6Src, encIpv6Dst, encKeyId, encDstPort, encOpts } = options;
  const { noCsum, encTos, encTtl, noFrag } = options;
  const address = (key: string, value: string | undefined) => {
    if (value !== undefined) out.add(key, `\n\t${key} ${value}`, value);
  };
  address('src_ip', encIpv4Src);
  address('dst_ip', encIpv4Dst);
  address('src_ip', encIpv6Src);
  address('dst_ip', encIpv6Dst);
  if (encKeyId !== undefined) out.number('key_id', '\n\tkey_id ', encKeyId);
  if (encDstPort !== undefined) out.number('dst_port', '\n\tdst_port ', encDstPort);
  if (encOpts !== undefined) addTunnelOptions(out, encOpts);
  if (noCsum !== undefined) {
    const flag = noCsum ? 'nocsum' : 'csum';
    out.add('flag', `\n\t${flag}`, flag);
  }
  // tc 6.1 does not know it: later ones print this.
  if (noFrag) out.add('nofrag', '\n\tnofrag', true);
  if (encTos) out.add('tos', `\n\ttos ${hexText(encTos)}`, encTos);
  if (encTtl) out.number('ttl', '\n\tttl ', encTtl);
}

function addTunnelOptions(out: Printout, { geneve, vxlan, erspan }: TunnelOptions): void {
  if (geneve !== undefined) {
    const list = geneve.flat();
    out.put('geneve_opts', list.map(geneveJson));
    out.say(`\n\tgeneve_opts ${list.map(geneveText).join(',')}`);
  } else if (vxlan !== undefined) {
    out.say('\n\tvxlan_opts ');
    out.objects('vxlan_opts', [vxlan], ({ gbp = 0 }) => out.number('gbp', '', gbp));
  } else if (erspan !== undefined) {
    out.say('\n\terspan_opts ');
    out.objects('erspan_opts', [erspan], one => {
      for (const [key, value] of erspanMembers(one)) out.number(key, key === 'ver' ? '' : ':', value);
    });
  }
}
