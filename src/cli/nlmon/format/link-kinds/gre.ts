import type { gre, ipv6Gre } from '../../../../netlink/route/link-kinds/gre.js';
import { type Field, fieldsOf } from '../fields.js';
import { ipv6TunnelFlags } from './ipv6-tunnel-parts.js';
import type { DataOf, KindFields } from './kind.js';
import {
  dotted,
  encapsulation,
  endpoint,
  hexUnlessZero,
  lowerDevice,
  timeToLive,
  typeOfService,
} from './tunnel-parts.js';

type Gre = DataOf<typeof gre>;
type Ipv6Gre = DataOf<typeof ipv6Gre>;
type Common = Pick<
  Gre,
  | 'iflags'
  | 'oflags'
  | 'ikey'
  | 'okey'
  | 'collectMetadata'
  | 'erspanIndex'
  | 'erspanVer'
  | 'erspanDir'
  | 'erspanHwid'
>;

const { flag } = fieldsOf<Gre>();
const common = fieldsOf<Common>();

function key(name: 'ikey' | 'okey', flags: 'iflags' | 'oflags'): Field<Common> {
  const read = ({ [name]: key, [flags]: list }: Common): string | undefined =>
    key !== undefined && list?.includes('key') ? dotted(key) : undefined;
  return {
    text(data) {
      const key = read(data);
      return key === undefined ? '' : `${name} ${key} `;
    },
    addJson(json, data) {
      const key = read(data);
      if (key !== undefined) json[name] = key;
    },
  };
}

function headerFlag(flags: 'iflags' | 'oflags', name: 'seq' | 'csum'): Field<Common> {
  const word = `${flags[0]}${name}`;
  return {
    text: ({ [flags]: list }) => (list?.includes(name) ? `${word} ` : ''),
    addJson(json, { [flags]: list }) {
      if (list?.includes(name)) json[word] = true;
    },
  };
}

const header: readonly Field<Common>[] = [
  key('ikey', 'iflags'),
  key('okey', 'oflags'),
  headerFlag('iflags', 'seq'),
  headerFlag('oflags', 'seq'),
  headerFlag('iflags', 'csum'),
  headerFlag('oflags', 'csum'),
];

const erspan: readonly Field<Common>[] = [
  common.number('erspanIndex', 'erspan_index'),
  common.number('erspanVer', 'erspan_ver'),
  common.shown('erspanDir', 'erspan_dir', direction => (direction === 0 ? 'ingress' : 'egress')),
  common.hex('erspanHwid', 'erspan_hwid'),
];

const pathMtuDiscovery: Field<Gre> = {
  text: ({ pmtudisc }) => (pmtudisc === 0 ? 'nopmtudisc ' : ''),
  addJson(json, { pmtudisc }) {
    if (pmtudisc !== undefined) json.pmtudisc = pmtudisc !== 0;
  },
};

/** Kinds gre, gretap and erspan. */
export const greFields: KindFields<Gre> = [
  common.flag('collectMetadata', 'external'),
  endpoint('remote'),
  endpoint('local'),
  lowerDevice,
  timeToLive('ttl'),
  typeOfService,
  pathMtuDiscovery,
  flag('ignoreDf', 'ignore-df', 'ignore_df'),
  ...header,
  hexUnlessZero('fwmark', 'fwmark'),
  ...erspan,
  encapsulation,
];

const { encapLimit, trafficClass, flowLabel, dscp, localRemote, mark } = ipv6TunnelFlags;

/** Kinds ip6gre, ip6gretap and ip6erspan. */
export const ipv6GreFields: KindFields<Ipv6Gre> = [
  common.flag('collectMetadata', 'external'),
  endpoint('remote'),
  endpoint('local'),
  lowerDevice,
  timeToLive('hoplimit'),
  encapLimit,
  trafficClass,
  flowLabel,
  dscp,
  ...header,
  localRemote,
  mark,
  ...erspan,
  encapsulation,
];
