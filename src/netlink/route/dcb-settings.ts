import { constants as system } from 'node:os';
import { SocketError, type WaitOptions } from '../../socket/index.js';
import { unknownField } from '../../wire/index.js';
import type { Connection } from '../connection.js';
import { NetlinkError } from '../error.js';
import { type Dcb, type DcbInput, dcb } from './dcb.js';

/** What is asked of an interface: a command, and the schema's own fields that go with it. */
export interface DcbOptions extends Omit<DcbInput, 'family' | 'ifname'> {
  /** The interface, by name or number. */
  readonly dev: string | number;
  /** `ieeeGet` and `ieeeSet` unless given; `ieeeDel`, `gdcbx` and `sdcbx`, `ceeGet`, … */
  readonly cmd?: DcbInput['cmd'];
}

const names: ReadonlySet<string> = new Set([
  'dev',
  ...Object.keys(dcb.header.fields),
  ...Object.keys(dcb.attributes.fields),
]);

/** Where an answer names the interface, or says more than whether it worked. */
const informative: ReadonlySet<string> = new Set(['ifname', 'setAll']);

/** Bytes from here on are negative: −errno. */
const firstNegative = 0x80;

/**
 * Data center bridging of interfaces, as dcb(8) reads and changes it. A refusal is a NetlinkError: EOPNOTSUPP of an
 * interface whose driver has none of it, or not this command.
 */
export class DcbSettings {
  readonly #connection: Pick<Connection, 'request' | 'interfaceAt'>;

  constructor(connection: Pick<Connection, 'request' | 'interfaceAt'>) {
    this.#connection = connection;
  }

  /** What the interface has: of the IEEE's standard, or what another command asks for. */
  async get(options: DcbOptions, wait?: WaitOptions): Promise<Dcb> {
    const [answer] = await this.#request('RTM_GETDCB', { cmd: 'ieeeGet', ...options }, wait);
    return answer!;
  }

  /**
   * Changes it, and resolves with the answer: of `setAll`, what the driver did. The kernel acknowledges what the driver
   * refuses, too, and answers with the driver's number in the place of the attribute: that is an error at the attribute
   * (EIO for a number that is no errno).
   */
  async set(options: DcbOptions, wait?: WaitOptions): Promise<Dcb> {
    const [answer] = await this.#request('RTM_SETDCB', { cmd: 'ieeeSet', ...options }, wait);
    for (const attribute in dcb.attributes.fields) {
      const result: unknown = answer![attribute as keyof Dcb];
      if (informative.has(attribute) || !isRefusal(result)) continue;
      const errno = Number(result) >= firstNegative ? Number(result) - 0x100 : -system.errno.EIO;
      throw new NetlinkError({ request: 'RTM_SETDCB', errno, attribute });
    }
    return answer!;
  }

  #request(type: 'RTM_GETDCB' | 'RTM_SETDCB', options: DcbOptions, wait?: WaitOptions): Promise<Dcb[]> {
    for (const name in options)
      if (!names.has(name) && !name.startsWith('#')) throw unknownField(name, [...names]);
    const { dev, ...fields } = options;
    const value = { family: 'unspec', ...fields, ifname: this.#nameOf(dev) } as DcbInput;
    return this.#connection.request({ schema: dcb, type, value, flags: 0 }, wait);
  }

  #nameOf(dev: string | number): string {
    if (typeof dev === 'string') return dev;
    const found = this.#connection.interfaceAt(dev);
    if (found !== undefined) return found.name;
    const explanation = `there is no interface ${dev}`;
    throw new SocketError({ syscall: 'ioctl', errno: -system.errno.ENODEV, explanation });
  }
}

/** Where it worked there is 0, which is no flag in the place of flags. */
const isRefusal = (result: unknown): boolean =>
  Array.isArray(result) ? result.length > 0 : typeof result === 'number' && result !== 0;
