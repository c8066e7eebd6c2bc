import { readFileSync } from 'node:fs';

const CAP_SETGID = 6;
const CAP_SETUID = 7;

/** Whether this process may become user 65534: it has the capabilities, and its user namespace has the user. */
export function mayBecomeNobody(): boolean {
  const status = readFileSync('/proc/self/status', 'utf8');
  const capabilities = BigInt(`0x${/^CapEff:\s*(\S+)$/m.exec(status)![1]}`);
  const has = (bit: number) => (capabilities & (1n << BigInt(bit))) !== 0n;
  const everyUser = / 0 +4294967295\n$/.test(readFileSync('/proc/self/uid_map', 'utf8'));
  return has(CAP_SETGID) && has(CAP_SETUID) && everyUser;
}
