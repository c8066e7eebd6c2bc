/** What an experiment needs of the machine. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Socket, SocketError } from '../socket/index.js';

export interface Need {
  /** What it is, as in `CAP_NET_RAW`. */
  readonly what: string;
  /** Why it is not here and what to do about it; undefined where it is. */
  readonly lack: () => string | undefined;
}

/** The numbers of capabilities (linux/capability.h). */
const capabilities = { net_admin: 12, net_raw: 13, sys_admin: 21, sys_resource: 24 } as const;

/** An effective capability. `socklab run` has all of them over its own namespaces. */
export function capability(name: keyof typeof capabilities): Need {
  const what = `CAP_${name.toUpperCase()}`;
  return {
    what,
    lack: () =>
      hasCapability(capabilities[name])
        ? undefined
        : `needs ${what}: run as root, or where user namespaces are allowed`,
  };
}

export function hasCapability(number: number): boolean {
  const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return ((BigInt(`0x${effective}`) >> BigInt(number)) & 1n) === 1n;
}

/** A program of the machine, and the Debian package that has it. */
export function program(name: string, debian: string): Need {
  return { what: name, lack: () => (onPath(name) ? undefined : `needs ${name}, of the package ${debian}`) };
}

/** Where programs are looked for: what administrators run is not on the path of other users everywhere. */
export function searchPath(): string {
  return [...(process.env.PATH?.split(delimiter) ?? []), '/usr/sbin', '/sbin'].join(delimiter);
}

export function onPath(name: string): boolean {
  return searchPath()
    .split(delimiter)
    .some(folder => {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** User namespaces, which sysctls and containers may forbid. */
export const userNamespaces: Need = {
  what: 'user namespaces',
  lack: () => {
    const { status, stderr, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true'], {
      encoding: 'utf8',
    });
    return status === 0 ? undefined : `needs user namespaces: ${error?.message ?? stderr.trim()}`;
  },
};

/** A file of the kernel's, of a module or an option that not every kernel has. */
export function file(path: string): Need {
  return {
    what: path,
    lack: () => (existsSync(path) ? undefined : `needs ${path}, which this kernel does not have`),
  };
}

/** A kind of sockets that the kernel can make. */
export function socketKind(what: string, domain: number, type: number, protocol: number): Need {
  return {
    what,
    lack: () => {
      try {
        Socket.open({ domain, type, protocol }).close();
        return undefined;
      } catch (error) {
        if (!(error instanceof SocketError)) throw error;
        return `needs ${what}: ${error.message}`;
      }
    },
  };
}
