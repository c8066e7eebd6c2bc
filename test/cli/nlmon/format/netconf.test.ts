import { expect, test } from 'vitest';
import { plainDisplay } from '../../../../src/cli/nlmon/format/display.js';
import type { FormatContext } from '../../../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../../../src/cli/nlmon/format/iproute-names.js';
import { netconfFormat } from '../../../../src/cli/nlmon/format/netconf.js';
import type { Netconf } from '../../../../src/netlink/route/index.js';

const show: FormatContext = {
  display: plainDisplay,
  mode: 'show',
  deleted: false,
  names: loadIprouteNames([]),
  interfaceName: index => `eth${index}`,
};

test.each<[Netconf, string, object]>([
  [
    {
      family: 'inet',
      ifindex: 2,
      forwarding: 1,
      rpFilter: 2,
      mcForwarding: 0,
      proxyNeigh: 1,
      ignoreRoutesWithLinkdown: 0,
      bcForwarding: 1,
    },
    'inet eth2 forwarding on rp_filter loose mc_forwarding off proxy_neigh on ignore_routes_with_linkdown off ',
    {
      family: 'inet',
      interface: 'eth2',
      forwarding: true,
      rp_filter: 'loose',
      mc_forwarding: false,
      proxy_neigh: true,
      ignore_routes_with_linkdown: false,
    },
  ],
  [{ family: 'inet6', ifindex: -1 }, 'inet6 all ', { family: 'inet6', interface: 'all' }],
  [{ family: 'inet', ifindex: -2 }, 'inet default ', { family: 'inet', interface: 'default' }],
  [{ family: 'mpls', ifindex: 2, input: 1 }, 'mpls eth2 input on ', { family: 'mpls', input: true }],
  [{ family: 'inet', rpFilter: 0 }, 'inet rp_filter off ', { rp_filter: 'off' }],
  [{ family: 'inet', rpFilter: 7 }, 'inet rp_filter 7 ', { rp_filter: 7 }],
  [{ family: 'inet', rpFilter: -1 }, 'inet rp_filter 4294967295 ', { rp_filter: 4294967295 }],
  [{ family: 'inet', forwarding: -1 }, 'inet forwarding on ', { forwarding: true }],
  [{ family: 99, ifindex: 0 }, '??? * ', { family: '???', interface: '*' }],
])('%j', (netconf, text, json) => {
  expect(netconfFormat.text(netconf, show)).toBe(`${text}\n`);
  expect(netconfFormat.json(netconf, show)).toMatchObject(json);
});

test('only show looks at the family that was asked for', () => {
  const netconf: Netconf = { family: 'inet', ifindex: -1 };
  expect(netconfFormat.text(netconf, { ...show, family: 'inet' })).toBe('inet all \n');
  expect(netconfFormat.text(netconf, { ...show, family: 'inet6' })).toBe('');
  expect(netconfFormat.json(netconf, { ...show, family: 'inet6' })).toBeUndefined();
  expect(netconfFormat.text(netconf, { ...show, family: 'inet6', mode: 'monitor' })).toBe('inet all \n');
});
