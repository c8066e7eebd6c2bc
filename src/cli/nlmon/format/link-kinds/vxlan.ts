import type { vxlan } from '../../../../netlink/route/link-kinds/vxlan.js';
import { type Field, fieldsOf } from '../fields.js';
import { hostText } from '../host-text.js';
import type { DataOf, KindFields } from './kind.js';
import {
  chosenTimeToLive,
  dontFragment,
  hexUnlessZero,
  isMulticast,
  isUnspecified,
  lowerDevice,
  typeOfService,
} from './tunnel-parts.js';

type Vxlan = DataOf<typeof vxlan>;
const { flag, negatable, number, shown } = fieldsOf<Vxlan>();

/** An address of either family; the one of IPv6 has a 6 behind its key. */
function address(
  name: 'group' | 'local',
  name6: 'group6' | 'local6',
  wordOf: (address: string) => string,
): Field<Vxlan> {
  const read = ({ [name]: address, [name6]: address6 }: Vxlan): string | undefined => {
    const given = address ?? address6;
    return given === undefined || isUnspecified(given) ? undefined : given;
  };
  return {
    text(data, context) {
      const given = read(data);
      return given === undefined ? '' : `${wordOf(given)} ${hostText(given, context)} `;
    },
    addJson(json, data, context) {
      const given = read(data);
      if (given === undefined) return;
      json[`${wordOf(given)}${data[name] === undefined ? '6' : ''}`] = hostText(given, context);
    },
  };
}

const sourcePorts: Field<Vxlan> = {
  text: ({ portRange: range }) => (range === undefined ? '' : `srcport ${range.low} ${range.high} `),
  addJson(json, { portRange: range }) {
    if (range !== undefined) json.port_range = { low: range.low, high: range.high };
  },
};

/** That it learns goes without saying in text. */
const learning: Field<Vxlan> = {
  text: ({ learning }) => (learning === 0 ? 'nolearning ' : ''),
  addJson(json, { learning }) {
    if (learning !== undefined) json.learning = learning !== 0;
  },
};

const ageing: Field<Vxlan> = {
  text: ({ ageing }) => (ageing === undefined ? '' : `ageing ${ageing || 'none'} `),
  addJson(json, { ageing }) {
    if (ageing !== undefined) json.ageing = ageing;
  },
};

export const vxlanFields: KindFields<Vxlan> = [
  flag('collectMetadata', 'external'),
  {
    // That no blank follows is ip's.
    text: ({ vnifilter }) => (vnifilter ? 'vnifilter' : ''),
    addJson(json, { vnifilter }) {
      if (vnifilter) json.vnifilter = true;
    },
  },
  number('id', 'id'),
  address('group', 'group6', address => (isMulticast(address) ? 'group' : 'remote')),
  address('local', 'local6', () => 'local'),
  lowerDevice,
  sourcePorts,
  number('port', 'dstport', 'port'),
  learning,
  flag('proxy', 'proxy'),
  flag('rsc', 'rsc'),
  flag('l2miss', 'l2miss'),
  flag('l3miss', 'l3miss'),
  typeOfService,
  chosenTimeToLive,
  dontFragment,
  hexUnlessZero('label', 'flowlabel', 'label'),
  ageing,
  shown('limit', 'maxaddr', limit => limit || undefined, 'limit'),
  negatable('udpCsum', 'udpcsum', 'udp_csum'),
  negatable('udpZeroCsum6Tx', 'udp6zerocsumtx', 'udp_zero_csum6_tx'),
  negatable('udpZeroCsum6Rx', 'udp6zerocsumrx', 'udp_zero_csum6_rx'),
  flag('remcsumTx', 'remcsumtx', 'remcsum_tx'),
  flag('remcsumRx', 'remcsumrx', 'remcsum_rx'),
  flag('gbp', 'gbp'),
  flag('gpe', 'gpe'),
];
