import { setTimeout } from 'node:timers/promises';
import { RouteMonitor } from '../../netlink/route/route-monitor.js';
import type { Rtnetlink } from '../../netlink/route/rtnetlink.js';
import { Output } from '../output.js';
import { styles } from '../styles.js';
import { Contexts } from './contexts.js';
import { EventPrinter } from './event-printer.js';
import { choosePaint } from './format/colors.js';
import { plainDisplay } from './format/display.js';
import { loadFormats } from './formats.js';
import { ipObjectNames } from './object-names.js';
import { objects } from './objects.js';
import type { Settings } from './settings.js';

interface Step {
  /** What ip(8) would be told to do the same. */
  readonly command: string;
  readonly why: string;
  readonly act: (rtnetlink: Rtnetlink) => Promise<void>;
}

const steps: readonly Step[] = [
  {
    command: 'ip link add demo0 type veth peer name demo1',
    why: 'a cable with two ends: an interface at each',
    act: ({ links }) => links.add({ ifname: 'demo0', kind: 'veth', peer: { ifname: 'demo1' } }),
  },
  {
    command: 'ip link set demo1 up; ip link set demo0 up',
    why: 'link up: the cable carries when both ends are up, and IPv6 moves in',
    act: async ({ links }) => {
      await links.set({ dev: 'demo1', up: true });
      await links.set({ dev: 'demo0', up: true });
    },
  },
  {
    command: 'ip address add 10.10.10.1/24 dev demo0',
    why: 'an address: the kernel adds the routes that go with it by itself',
    act: ({ addrs }) => addrs.add({ dev: 'demo0', address: '10.10.10.1/24' }),
  },
  {
    command: 'ip neighbour add 10.10.10.11 lladdr 02:00:00:00:00:11 dev demo0',
    why: 'a neighbour: where 10.10.10.11 is on the wire',
    act: ({ neighs }) => neighs.add({ dev: 'demo0', dst: '10.10.10.11', lladdr: '02:00:00:00:00:11' }),
  },
  {
    command: 'ip route add 10.0.0.10 via 10.10.10.11',
    why: 'a route over that neighbour',
    act: ({ routes }) => routes.add({ dst: '10.0.0.10', gateway: '10.10.10.11' }),
  },
  {
    command: 'ip route replace 10.0.0.10 via 10.10.10.12',
    why: 'the same destination over another one: one message says it all',
    act: ({ routes }) => routes.replace({ dst: '10.0.0.10', gateway: '10.10.10.12' }),
  },
  {
    command: 'ip route delete 10.0.0.10',
    why: 'and gone again',
    act: ({ routes }) => routes.delete({ dst: '10.0.0.10' }),
  },
  {
    command: 'ip link set demo0 down',
    why: 'link down: what depended on it goes too',
    act: ({ links }) => links.set({ dev: 'demo0', up: false }),
  },
];

/** Milliseconds without an event after which a step is over. */
const quiet = 80;

/** Plays changes through our own requests and prints each with the events that the kernel sent for it. */
export async function demo(): Promise<void> {
  const groups = ipObjectNames.flatMap(name => objects[name].groups.any);
  await using monitor = await RouteMonitor.open(groups);
  const output = new Output();
  const { bold, dim, plain } = styles();
  const contexts = new Contexts(
    'monitor',
    { display: settings.display, family: undefined, device: undefined },
    monitor.interfaces,
    nsid => monitor.namespaces.get(nsid),
  );
  const printer = new EventPrinter(settings, contexts, output, await loadFormats(settings.objects));

  let last = 0;
  const printing = (async () => {
    for await (const batch of monitor.batches()) {
      for (const event of batch) {
        if (event.event === 'gap') printer.printGap(event);
        else if (event.event !== 'unknown') {
          monitor.interfaces.observe(event);
          printer.print(event);
        }
      }
      last = Date.now();
      output.flush();
    }
  })();

  for (const { command, why, act } of steps) {
    output.write(`\n${bold}# ${command}${plain}\n${dim}  ${why}${plain}\n`);
    output.flush();
    last = Date.now();
    await act(monitor.rtnetlink);
    while (Date.now() - last < quiet) await setTimeout(quiet / 4);
  }
  output.write(
    `\nNothing of this touched your network. Now your own: ${bold}nlmon all${plain}, ` +
      `${bold}nlmon routes --once${plain}, ${bold}nlmon --help${plain}\n`,
  );
  output.flush();
  monitor.close();
  await printing;
}

const settings: Settings = {
  objects: ipObjectNames,
  json: false,
  display: { ...plainDisplay, paint: choosePaint('auto', false) },
  timestamp: undefined,
  label: true,
  family: undefined,
  device: undefined,
  table: undefined,
  namespace: undefined,
  allNamespaces: false,
  receiveBuffer: undefined,
  count: undefined,
  timeout: undefined,
  snapshot: false,
};
