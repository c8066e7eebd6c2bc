import type { TestContext } from 'vitest';
import { Sandbox } from './sandbox.js';

/** Two hosts on one wire: 10.9.1.1 and fd09:1::1 on va, 10.9.1.2 and fd09:1::2 on vb. */
export interface TwoHosts extends AsyncDisposable {
  readonly a: Sandbox;
  readonly b: Sandbox;
}

export function twoHosts(ctx: TestContext): TwoHosts {
  const a = Sandbox.create(ctx);
  const b = Sandbox.create(ctx);
  const there = `/proc/${process.pid}/fd/${b.namespace.fd}`;
  a.ipBatch([
    'link set lo up',
    `link add va address 02:00:00:00:00:01 type veth peer name vb address 02:00:00:00:00:02 netns ${there}`,
    'addr add 10.9.1.1/24 brd + dev va',
    'addr add fd09:1::1/64 dev va nodad',
    'link set va up',
  ]);
  b.ipBatch([
    'link set lo up',
    'addr add 10.9.1.2/24 brd + dev vb',
    'addr add fd09:1::2/64 dev vb nodad',
    'link set vb up',
  ]);
  return {
    a,
    b,
    async [Symbol.asyncDispose]() {
      await a[Symbol.asyncDispose]();
      await b[Symbol.asyncDispose]();
    },
  };
}
