import { Sandbox } from './sandbox.js';

/** A namespace with lo up, and lo alone. */
export function quietNetwork(ctx: Parameters<typeof Sandbox.create>[0]): Sandbox {
  const sandbox = Sandbox.create(ctx);
  sandbox.ip('link set lo up');
  return sandbox;
}
