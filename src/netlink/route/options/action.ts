import { WireError } from '../../../wire/index.js';
import type { Action, ActionInput } from '../tc/action.js';
import type { ToValue } from './verb.js';

/** An action by itself, with the options of its kind; when it is got or deleted its `kind` and `index` say which. */
export type ActionOptions = NonNullable<ActionInput['tab']>[number];

/** Which actions to list. */
export interface ActionFilter {
  readonly kind: string;
  /** Those that were used this many milliseconds ago or later. */
  readonly since?: number;
  /** Without their options. */
  readonly terse?: boolean;
}

/** As tc-actions(8). */
export const actionValue: ToValue<ActionOptions, ActionInput> = action => {
  if (action.kind === undefined) throw new WireError("'kind' is missing: mirred, gact, …");
  return { family: 'unspec', tab: [action] };
};
actionValue.own = [
  'order',
  'kind',
  'options',
  'index',
  'stats',
  'cookie',
  'hwStats',
  'usedHwStats',
  'inHwCount',
];

export function actionFilter({ kind, since, terse = false }: ActionFilter): ActionInput {
  if (kind === undefined) throw new WireError("'kind' is missing: actions are listed by kind");
  // Without `largeDumpOn`, there are at most 32 in a message, and no number of them.
  const flags: Action['flags'] = {
    value: terse ? ['largeDumpOn', 'terseDump'] : ['largeDumpOn'],
    selector: terse ? ['largeDumpOn', 'terseDump'] : ['largeDumpOn'],
  };
  return { tab: [{ kind }], flags, ...(since === undefined ? {} : { timeDelta: since }) };
}
