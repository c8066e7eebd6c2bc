import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../../../src/cli/nlmon/format/format.js';
import { type IprouteNames, loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';

const devices = new Map([
  [1, 'lo'],
  [2, 'eth0'],
  [3, 'eth1'],
]);

/** ip's own names, whatever this system's files say, and a few more. */
const own = loadIprouteNames([]);
const names: IprouteNames = {
  tables: new Map([...own.tables, [100, 'blue']]),
  protocols: own.protocols,
  scopes: own.scopes,
  realms: new Map([...own.realms, [3, 'cosmos']]),
  dsfields: new Map([...own.dsfields, [0x28, 'AF11']]),
  addressProtocols: own.addressProtocols,
  groups: new Map([...own.groups, [7, 'servers']]),
};

export const context: FormatContext = {
  interfaceName: index => devices.get(index) ?? `if${index}`,
  names,
  display: plainDisplay,
  mode: 'monitor',
  deleted: false,
};

export const showing: FormatContext = { ...context, mode: 'show' };
