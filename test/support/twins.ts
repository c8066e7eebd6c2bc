import { expect, type TestContext } from 'vitest';
import type { Rtnetlink } from '../../src/netlink/index.js';
import { Sandbox } from './sandbox.js';

/** What differs between two namespaces for no reason that matters. */
const incidental = new Set([
  'link_index',
  'address',
  'permaddr',
  'stats',
  'stats64',
  'operstate',
  'bridge_id',
  'root_id',
]);
const ticking = /_timer$/;
/** Of the flags of links: what follows a change after a while. */
const late = new Set<unknown>(['NO-CARRIER', 'LOWER_UP']);

/** Two namespaces that are made alike: one is changed by Rtnetlink, the other by ip(8), and then compared. */
export class Twins implements AsyncDisposable {
  readonly ours: Sandbox;
  readonly theirs: Sandbox;

  private constructor(ctx: TestContext) {
    this.ours = Sandbox.create(ctx);
    this.theirs = Sandbox.create(ctx);
  }

  /** Makes both, and carries out `ip` commands in both. */
  static create(ctx: TestContext, setup: readonly string[] = []): Twins {
    const twins = new Twins(ctx);
    for (const sandbox of [twins.ours, twins.theirs]) sandbox.ipBatch(setup);
    return twins;
  }

  get rtnetlink(): Rtnetlink {
    return this.ours.rtnetlink;
  }

  /**
   * Does `work` in one, the `ip` commands in the other, and expects `ip -d -j` with each of `shows` to print the same
   * of both. Returns what it prints for the first.
   */
  async expectSame(work: Promise<unknown>, commands: string | string[], ...shows: string[]): Promise<any[]> {
    await work;
    for (const command of [commands].flat()) this.theirs.ip(command);
    const [first] = shows.map(show => {
      const [ours, theirs] = [this.ours, this.theirs].map(sandbox => stripped(sandbox.ipJson(show)));
      expect(ours, `ip -d -j ${show}, after: ${commands}`).toEqual(theirs);
      return ours;
    });
    return first as any[];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.ours[Symbol.asyncDispose]();
    await this.theirs[Symbol.asyncDispose]();
  }
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => !late.has(item)).map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !incidental.has(key) && !ticking.test(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, stripped(inner)]));
}
