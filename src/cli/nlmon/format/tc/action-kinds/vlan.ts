import { addControlAction, addReferences } from '../control-action.js';
import { etherTypeText } from '../names.js';
import type { ActionPrinter } from './printer.js';

const actions: Readonly<Record<string, string>> = {
  pop: 'pop',
  push: 'push',
  modify: 'modify',
  popEth: 'pop_eth',
  pushEth: 'push_eth',
};

export const printVlan: ActionPrinter<'vlan'> = (out, options) => {
  out.add('kind', 'vlan ', 'vlan');
  const { parms, tm } = options ?? {};
  if (options === undefined || parms === undefined) return;
  const { pushVlanId, pushVlanProtocol, pushVlanPriority, pushEthDst, pushEthSrc } = options;
  const action = actions[parms.vAction] ?? String(parms.vAction);
  out.add('vlan_action', ` ${action}`, action);
  if (action === 'push' || action === 'modify') {
    if (pushVlanId !== undefined) out.number('id', ' id ', pushVlanId);
    if (pushVlanProtocol !== undefined) {
      const protocol = etherTypeText(pushVlanProtocol, out);
      out.add('protocol', ` protocol ${protocol}`, protocol);
    }
    if (pushVlanPriority !== undefined) out.number('priority', ' priority ', pushVlanPriority);
  } else if (action === 'push_eth') {
    if (pushEthDst !== undefined) out.add('dst_mac', ` dst_mac ${pushEthDst}`, pushEthDst);
    if (pushEthSrc !== undefined) out.add('src_mac', ` src_mac ${pushEthSrc}`, pushEthSrc);
  }
  addControlAction(out, parms.action, ' ');
  out.say('\n');
  addReferences(out, parms, tm);
  out.say('\n');
};
