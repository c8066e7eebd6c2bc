import { messageFlags } from '../../../../netlink/header.js';
import type { ActionEntry } from '../../../../netlink/route/action-kinds/actions.js';
import type { Action } from '../../../../netlink/route/index.js';
import { u32, Window } from '../../../../wire/index.js';
import type { Format, FormatContext } from '../format.js';
import { addList } from './actions.js';
import { Printout } from './printout.js';

/**
 * Actions apart from filters, as `tc actions ls` and `tc monitor` print them. What tc writes as two objects of JSON is one
 * here.
 */
export const actionFormat: Format<Action> = {
  text: (action, context) => printed(action, context).text,
  json: (action, context) => printed(action, context).json,
};

/** TCA_ACT_MAX_PRIO, where the message does not tell how many there are. */
const mostOfOld = 32;

const { NLM_F_CREATE, NLM_F_REPLACE, NLM_F_ROOT } = messageFlags;

function printed({ count = 0, tab }: Action, context: FormatContext): Printout {
  const out = new Printout(context);
  out.number('total acts', 'total acts ', count, '\n');
  if (tab === undefined) return out;
  const { deleted, messageFlags: flags = 0 } = context;
  if (!deleted) {
    if (flags & NLM_F_REPLACE) out.say('Replaced action ');
    else if (flags & NLM_F_CREATE) out.say('Added action ');
  } else if ((flags & NLM_F_ROOT) === 0) out.say('Deleted action ');
  else {
    out.say('Flushed table ');
    const [first] = tab;
    if (tab.length === 1 && first?.order === 0) {
      addFlushed(out, first);
      return out;
    }
  }
  addList(out, tab, count || mostOfOld, false);
  return out;
}

/** Of a kind that is flushed the kernel says how many are gone, in TCA_FCNT, which has the number of a cookie. */
function addFlushed(out: Printout, { kind = '', cookie }: ActionEntry): void {
  const entries = cookie === undefined || cookie.length < 4 ? 0 : u32.decode(new Window(cookie), 0, 4);
  out.say(` ${kind} (${entries} entries)\n`);
  out.put('flushed', { kind, entries });
}
