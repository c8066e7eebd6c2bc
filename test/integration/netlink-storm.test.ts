/** More changes than anybody can listen to: what is lost is told, and nothing else breaks. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Collector } from '../support/collector.js';
import { expectNoLeak } from '../support/descriptors.js';
import { Sandbox } from '../support/sandbox.js';

const routes = 100_000;

const addressOf = (index: number) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;

function indexOf(address: string): number {
  const [, a, b, c] = address.split('.').map(Number);
  return (a! << 16) | (b! << 8) | c!;
}

/** Has another process carry out ip commands, as fast as it can. */
async function ipBatch(sandbox: Sandbox, lines: Iterable<string>): Promise<void> {
  const net = `--net=/proc/${process.pid}/fd/${sandbox.namespace.fd}`;
  const child = spawn('nsenter', [net, 'ip', '-batch', '-'], { stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(Array.from(lines).join('\n'));
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
}

test('200,000 changes with a receive buffer of 4 KiB', ctx =>
  expectNoLeak(async () => {
    await using sandbox = Sandbox.create(ctx);
    const { rtnetlink } = sandbox;
    sandbox.ip('link set lo up');
    await using subscription = rtnetlink.subscribe(['ipv4Route'], { receiveBuffer: 4096 });

    let [adds, deletes, gaps, jumps, disorder] = [0, 0, 0, 0, 0];
    let last = -1;
    let marked = false;
    const reading = (async () => {
      for await (const event of subscription) {
        if (event.event === 'gap') {
          gaps++;
          continue;
        }
        if (event.event === 'unknown' || event.object !== 'route') throw new Error('no route');
        const address = event.value.dst as string;
        if (address.startsWith('192.')) {
          marked = true;
          continue;
        }
        if (event.event === 'new') adds++;
        else deletes++;
        // All adds come before all deletes.
        const position = indexOf(address) + (event.event === 'new' ? 0 : routes);
        if (position <= last) disorder++;
        if (position !== last + 1) jumps++;
        // A gap is told before the next loss is.
        if (jumps > gaps + 1) throw new Error(`${jumps} losses, ${gaps} gaps`);
        last = position;
      }
    })();

    const numbers = Array.from({ length: routes }, (_, index) => index);
    await ipBatch(
      sandbox,
      numbers.map(index => `route add ${addressOf(index)} dev lo table 1000`),
    );
    const present = await rtnetlink.routes.list({ family: 'inet', table: 1000 }).toArray();
    expect(present).toHaveLength(routes);
    await ipBatch(
      sandbox,
      numbers.map(index => `route del ${addressOf(index)} dev lo table 1000`),
    );
    expect(await rtnetlink.routes.list({ family: 'inet', table: 1000 }).toArray()).toEqual([]);

    // The stream goes on.
    for (let attempt = 1; !marked && attempt < 200; attempt++) {
      await rtnetlink.routes.add({ dst: `192.0.2.${attempt}`, dev: 1 });
      await Promise.race([sleep(20), reading]);
    }
    expect(marked).toBe(true);
    subscription.close();
    await reading;

    // What was lost after the last route that was heard of has no jump to show for it.
    if (last !== 2 * routes - 1) jumps++;
    expect(disorder).toBe(0);
    expect(adds + deletes).toBeGreaterThan(0);
    expect(gaps).toBeGreaterThan(0);
    expect(gaps).toBeGreaterThanOrEqual(jumps);
    expect(adds + deletes < 2 * routes).toBe(true);
  }));

test('a reader that stops for a while hears of one gap and goes on', async ctx => {
  await using sandbox = Sandbox.create(ctx);
  const { rtnetlink } = sandbox;
  sandbox.ip('link set lo up');
  await using subscription = rtnetlink.subscribe(['ipv4Route'], { receiveBuffer: 4096 });
  const list = Array.from({ length: 20_000 }, (_, index) => ({ dst: addressOf(index), dev: 1, table: 1000 }));
  await rtnetlink.routes.all('add', list);
  const collector = new Collector(subscription);
  await collector.until(({ gaps }) => gaps === 1);
  sandbox.ip('route add 192.0.2.1 dev lo');
  await collector.until(({ events }) => events.at(-1)!.event === 'new');
  expect(collector.gaps).toBe(1);
});
