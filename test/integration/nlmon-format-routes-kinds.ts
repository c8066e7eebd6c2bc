import type { Format } from '../../src/cli/nlmon/format/format.js';
import { neighFormat } from '../../src/cli/nlmon/format/neigh.js';
import { nexthopFormat } from '../../src/cli/nlmon/format/nexthop.js';
import { routeFormat } from '../../src/cli/nlmon/format/route.js';
import { ruleFormat } from '../../src/cli/nlmon/format/rule.js';
import type { Message } from '../../src/netlink/message.js';
import { neigh, nexthop, route, rule } from '../../src/netlink/route/index.js';

export interface Kind {
  readonly schema: Message<any, any>;
  readonly format: Format<any>;
}

const kinds: readonly Kind[] = [
  { schema: route, format: routeFormat },
  { schema: rule, format: ruleFormat },
  { schema: nexthop, format: nexthopFormat },
  { schema: neigh, format: neighFormat },
];

/** The schema and format of a message's type. */
export function kindOf(type: number): Kind & { deleted: boolean } {
  for (const kind of kinds) {
    for (const [name, number] of Object.entries(kind.schema.types)) {
      if (number === type) return { ...kind, deleted: name.includes('DEL') };
    }
  }
  throw new Error(`a message of type ${type}`);
}

/** The message type of a schema for a verb: NEW, DEL, GET. */
export function typeOf(schema: Message<any, any>, verb: 'NEW' | 'DEL' | 'GET'): number {
  return schema.types[Object.keys(schema.types).find(name => name.includes(verb))!]!;
}
