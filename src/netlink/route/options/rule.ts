import type { RuleInput } from '../rule.js';
import { parsePrefix } from './prefix.js';
import type { ToValue } from './verb.js';

/** A rule: the schema's own fields, with addresses as prefixes. */
export interface RuleOptions extends Omit<RuleInput, 'src' | 'dst'> {
  /** Packets from there: `10.0.0.0/8`. */
  readonly src?: string;
  /** Packets to there. */
  readonly dst?: string;
}

/** As ip-rule(8): IPv4 and table main, unless anything says otherwise. */
export const ruleValue: ToValue<RuleOptions, RuleInput> = (options, verb) => {
  const { src, dst, ...fields } = options;
  const from = src === undefined || src === 'all' ? undefined : parsePrefix(src);
  const to = dst === undefined || dst === 'all' ? undefined : parsePrefix(dst);
  const lookup = fields.action === undefined && fields.goto === undefined;
  return {
    family: fields.family ?? from?.family ?? to?.family ?? 'inet',
    ...(from === undefined ? {} : { src: from.address, srcLen: from.length }),
    ...(to === undefined ? {} : { dst: to.address, dstLen: to.length }),
    ...(fields.goto === undefined ? {} : { action: 'goto' }),
    ...(lookup && verb !== 'delete' ? { action: 'toTbl', table: fields.l3mdev ? 0 : 254 } : {}),
    ...fields,
  };
};
