/** A network namespace of a test's own, with Rtnetlink and iproute2 side by side in it. */
import { execFileSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { Rtnetlink } from '../../src/netlink/index.js';
import { NetworkNamespace, SocketError } from '../../src/socket/index.js';

export class Sandbox implements AsyncDisposable {
  readonly namespace: NetworkNamespace;
  readonly rtnetlink: Rtnetlink;

  private constructor(namespace: NetworkNamespace) {
    this.namespace = namespace;
    this.rtnetlink = Rtnetlink.open({ namespace });
  }

  /** Skips the test, with the reason, where the process may not make a namespace. */
  static create(ctx: TestContext): Sandbox {
    let namespace: NetworkNamespace;
    try {
      namespace = NetworkNamespace.create();
    } catch (error) {
      if (!(error instanceof SocketError && error.code === 'EPERM')) throw error;
      return ctx.skip(`needs CAP_SYS_ADMIN: run as root or under 'unshare -Urnm' (${error.message})`);
    }
    return new Sandbox(namespace);
  }

  /** Runs a program in the namespace and returns what it printed. */
  run(program: string, args: readonly string[], input = ''): string {
    const enter = [`--net=/proc/${process.pid}/fd/${this.namespace.fd}`, program, ...args];
    return execFileSync('nsenter', enter, { encoding: 'utf8', input, maxBuffer: 1 << 28 });
  }

  /** Runs `ip` with words separated by blanks. */
  ip(words: string): string {
    return this.run('ip', words.split(' '));
  }

  /** What `ip -d -j` with these words prints, parsed. Empty objects, which ip prints for what it left out, are dropped. */
  ipJson(words: string): any[] {
    const text = this.ip(`-d -j ${words}`);
    const list: Record<string, unknown>[] = text.trim() === '' ? [] : JSON.parse(text);
    return list.filter(object => Object.keys(object).length > 0);
  }

  /** Carries out many `ip` commands, a line each. */
  ipBatch(lines: readonly string[]): void {
    this.run('ip', ['-batch', '-'], `${lines.join('\n')}\n`);
  }

  /** The ports of the netlink sockets of a protocol in the namespace. */
  ports(protocol = 0): number[] {
    const lines = this.run('cat', ['/proc/net/netlink']).trim().split('\n').slice(1);
    const columns = lines.map(line => line.trim().split(/\s+/));
    return columns.filter(column => column[1] === String(protocol)).map(column => Number(column[2]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.rtnetlink.close();
    this.namespace.close();
  }
}
