import { toHex } from '../../../../../wire/index.js';
import { addTimes } from '../control-action.js';
import type { ActionPrinter } from './printer.js';

const hooks = [
  'NF_IP_PRE_ROUTING',
  'NF_IP_LOCAL_IN',
  'NF_IP_FORWARD',
  'NF_IP_LOCAL_OUT',
  'NF_IP_POST_ROUTING',
];

/** Kinds `ipt` and `xt`. What a target does is for iptables' own libraries to say: here stand its name and its bytes. */
export const printIpt: ActionPrinter<'ipt'> = (out, options) => {
  const { table, hook, targ, index = 0, cnt, tm } = options ?? {};
  if (hook === undefined || targ === undefined) return;
  if (table !== undefined) out.add('tablename', `tablename: ${table} `, table);
  const name = hooks[hook] ?? String(hook);
  out.add('hook', ` hook: ${name}\n`, name);
  const target = targetName(targ);
  out.add('target', `\ttarget ${target}`, target);
  out.put('data', toHex(targ.subarray(targetHeaderSize)));
  out.number('index', '\n\tindex ', index);
  if (cnt !== undefined) {
    out.number('ref', ' ref ', cnt.refcnt);
    out.number('bind', ' bind ', cnt.bindcnt);
  }
  addTimes(out, tm);
  out.say('\n');
};

/** struct xt_entry_target: a size in two bytes, a name in 29 and a revision in one. */
const nameAt = 2;
const nameSize = 29;
const targetHeaderSize = 32;

function targetName(target: Uint8Array): string {
  const name = target.subarray(nameAt, nameAt + nameSize);
  const end = name.indexOf(0);
  return Buffer.from(end === -1 ? name : name.subarray(0, end)).toString('latin1');
}
