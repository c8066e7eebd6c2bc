import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/** How many descriptors this process has open. */
export function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Runs `body` and expects as many descriptors after it as before. */
export async function expectNoLeak(body: () => unknown): Promise<void> {
  const before = descriptors();
  await body();
  for (let i = 0; i < 50 && descriptors() !== before; i++) await sleep(10);
  expect(descriptors()).toBe(before);
}
