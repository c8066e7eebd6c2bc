/** What this machine allows, and what to do where it does not. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { hasCapability, onPath } from './needs.js';

export interface Finding {
  readonly what: string;
  readonly state: 'yes' | 'no' | 'partly';
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Looks at the machine. Starts programs for a moment and changes nothing. */
export function examine(): Finding[] {
  const namespaces = userNamespaces();
  return [
    { what: 'kernel', state: 'yes', detail: `Linux ${release()}` },
    capabilities(namespaces.state === 'yes'),
    namespaces,
    apparmor(),
    ...sysctls(),
    ...tools(),
    virtualisation(),
    { what: 'Node.js', state: 'yes', detail: process.version },
  ];
}

function capabilities(hasNamespaces: boolean): Finding {
  const wanted = { CAP_NET_ADMIN: 12, CAP_NET_RAW: 13, CAP_SYS_ADMIN: 21 };
  const missing = Object.entries(wanted)
    .filter(([, number]) => !hasCapability(number))
    .map(([name]) => name);
  if (missing.length === 0)
    return { what: 'capabilities', state: 'yes', detail: Object.keys(wanted).join(', ') };
  return {
    what: 'capabilities',
    state: 'partly',
    detail: `without ${missing.join(', ')}`,
    remedy: hasNamespaces
      ? 'experiments run in a user namespace, where they have them; rawctl on real networks needs root'
      : 'run as root; or see user namespaces, where experiments would have them',
  };
}

function userNamespaces(): Finding {
  const { status, stderr, error } = spawnSync(
    'unshare',
    ['--user', '--map-root-user', '--net', '--mount', 'true'],
    { encoding: 'utf8' },
  );
  if (status === 0) return { what: 'user namespaces', state: 'yes', detail: 'unshare --user --net works' };
  return {
    what: 'user namespaces',
    state: 'no',
    detail: error === undefined ? stderr.trim() : 'unshare(1) is missing',
    remedy: error === undefined ? namespaceRemedy() : 'install util-linux',
  };
}

/** Sysctls that keep ordinary users from namespaces: the value that does, and the one that lets them. */
const namespaceLimits = [
  ['user.max_user_namespaces', '0', '15000'],
  ['user.max_net_namespaces', '0', '15000'],
  ['user.max_mnt_namespaces', '0', '15000'],
  ['user.max_pid_namespaces', '0', '15000'],
  ['kernel.unprivileged_userns_clone', '0', '1'],
  ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
] as const;

/** What to do about the limits that are found; where none is, what else forbids namespaces. */
function namespaceRemedy(): string {
  const commands = namespaceLimits
    .filter(([name, forbids]) => sysctlValue(name) === forbids)
    .map(([name, , allows]) => `sysctl -w ${name}=${allows}`);
  if (commands.length > 0) return `as root: ${commands.join('; ')}`;
  return 'no sysctl forbids them: in a container its seccomp profile may, in a chroot the kernel does; run as root, or in a virtual machine';
}

/** The value of a sysctl; undefined where the kernel has no such one. */
function sysctlValue(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function apparmor(): Finding {
  const path = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  if (!existsSync(path))
    return { what: 'AppArmor', state: 'yes', detail: 'does not restrict user namespaces' };
  const restricts = readFileSync(path, 'utf8').trim() !== '0';
  return restricts
    ? {
        what: 'AppArmor',
        state: 'no',
        detail: 'restricts user namespaces of unprivileged programs',
        remedy: `as root: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give node a profile with "userns,"`,
      }
    : { what: 'AppArmor', state: 'yes', detail: 'does not restrict user namespaces' };
}

function sysctls(): Finding[] {
  return [
    sysctl(
      'net.ipv4.ping_group_range',
      value => !value.startsWith('1\t0'),
      'ping without root',
      'as root: sysctl -w net.ipv4.ping_group_range="0 2147483647"',
    ),
    sysctl(
      'net.core.rmem_max',
      value => Number(value) >= 212_992,
      'receive buffers',
      'as root: sysctl -w net.core.rmem_max=4194304',
    ),
  ];
}

function sysctl(name: string, good: (value: string) => boolean, what: string, remedy: string): Finding {
  const value = sysctlValue(name);
  if (value === undefined) return { what, state: 'no', detail: `${name} is not there` };
  const detail = `${name} = ${value.replaceAll('\t', ' ')}`;
  return good(value) ? { what, state: 'yes', detail } : { what, state: 'no', detail, remedy };
}

/** Programs, the package of Debian that has each, and what goes without it. */
const programs = [
  ['ip', 'iproute2', 'comparisons'],
  ['ss', 'iproute2', 'TIP-02'],
  ['nft', 'nftables', 'topologies with rules'],
  ['python3', 'python3', 'experiments with processes that wait, such as MSG-03'],
  ['setpriv', 'util-linux', 'experiments without a capability'],
  ['g++', 'g++', 'compiling the addon'],
  ['make', 'make', 'compiling the addon'],
  ['qemu-system-x86_64', 'qemu-system-x86', 'other kernels in a virtual machine'],
] as const;

function tools(): Finding[] {
  const found: Finding[] = [];
  for (const [name, debian, use] of programs) {
    found.push(
      onPath(name)
        ? { what: name, state: 'yes', detail: use }
        : { what: name, state: 'no', detail: `no ${use}`, remedy: `install ${debian}` },
    );
  }
  return found;
}

function virtualisation(): Finding {
  const loaded = existsSync('/sys/module/kvm_intel') || existsSync('/sys/module/kvm_amd');
  let opens = true;
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
  } catch {
    opens = false;
  }
  if (loaded && opens) return { what: 'KVM', state: 'yes', detail: '/dev/kvm and its module' };
  // A device that opens proves nothing where no module of the processor is loaded.
  const detail = opens ? '/dev/kvm opens, but neither kvm_intel nor kvm_amd is loaded' : 'not available';
  return { what: 'KVM', state: 'no', detail, remedy: 'virtual machines run by software emulation, slower' };
}
