import { names, padding, struct, text, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { bitfield32 } from '../../bitfield32.js';
import { type DecodedOf, type EncodableOf, message } from '../../message.js';
import { actions } from '../action-kinds/actions.js';
import { family } from '../common.js';

const dumpFlags = names('TCA_ACT_FLAG', { largeDumpOn: 1, terseDump: 2 });

/**
 * Actions apart from filters, of one kind unless they are made or deleted: struct tcamsg and TCA_ROOT_…
 * (linux/rtnetlink.h). In requests for a list, the first of `tab` says of which kind; when a kind is flushed the kernel
 * says so with the number of those that are gone as the `cookie` of the first, where other messages have TCA_FCNT.
 */
export const action = message({
  name: 'action',
  types: { RTM_NEWACTION: 48, RTM_DELACTION: 49, RTM_GETACTION: 50 },
  header: struct({ family, _: padding(3) }),
  attributes: attributes('TCA_ROOT', {
    tab: [1, actions],
    flags: [2, bitfield32(dumpFlags)],
    /** How many actions there are in `tab`. */
    count: [3, u32],
    /** In requests for a list: those that were used this many milliseconds ago or later. */
    timeDelta: [4, u32],
    extWarnMsg: [5, text],
  }),
});

export type Action = DecodedOf<typeof action>;
export type ActionInput = EncodableOf<typeof action>;
