import { afterEach, describe, expect, it, vi } from 'vitest';
import { Contexts } from '../../../src/cli/nlmon/contexts.js';
import { EventPrinter } from '../../../src/cli/nlmon/event-printer.js';
import { loadFormats } from '../../../src/cli/nlmon/formats.js';
import { objectNames } from '../../../src/cli/nlmon/object-names.js';
import type { Settings } from '../../../src/cli/nlmon/settings.js';
import { Output } from '../../../src/cli/output.js';
import { event, interfaces, plainSettings } from './support.js';

afterEach(() => vi.restoreAllMocks());

/** A printer, and what it has printed so far. */
async function printerFor(
  given: Partial<Settings>,
): Promise<{ printer: EventPrinter; printed: () => string }> {
  const settings = { ...plainSettings, ...given };
  let text = '';
  const output = new Output({
    write: (chunk: unknown) => {
      text += chunk;
      return true;
    },
  });
  const contexts = new Contexts(
    'monitor',
    { display: plainSettings.display, family: undefined, device: undefined },
    interfaces,
    () => undefined,
  );
  const printed = () => {
    output.flush();
    return text;
  };
  return { printer: new EventPrinter(settings, contexts, output, await loadFormats(objectNames)), printed };
}

const neigh = { family: 'inet', ifindex: 2, state: ['permanent'], type: 'unicast', dst: '192.0.2.1' };

describe('text', () => {
  it('is the line of ip, after what is asked to stand before it', async () => {
    const { printer, printed } = await printerFor({ label: true, allNamespaces: true });
    expect(printer.print(event('neigh', neigh))).toBe(true);
    expect(printer.print(event('neigh', neigh, { event: 'del', nsid: 7 }))).toBe(true);
    const [first, second] = printed().split('\n');
    expect(first).toMatch(/^\[nsid current\]\[NEIGH\]192\.0\.2\.1 dev eth0 .*PERMANENT/);
    expect(second).toMatch(/^\[nsid 7\]\[NEIGH\]Deleted 192\.0\.2\.1 dev other .*PERMANENT/);
  });

  it('says on standard error that events were lost', async () => {
    let said = '';
    vi.spyOn(process.stderr, 'write').mockImplementation(chunk => {
      said += chunk;
      return true;
    });
    const { printer, printed } = await printerFor({});
    printer.printGap({ event: 'gap', reason: 'overrun', time: 1 });
    printer.printGap({ event: 'gap', reason: 'truncated', time: 2 });
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^nlmon: events were lost here: the receive buffer was full .*--rcvbuf/),
      expect.stringMatching(/^nlmon: events were lost here: a datagram was longer/),
      '',
    ]);
    expect(printed()).toBe('');
  });
});

describe('JSON', () => {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));

  it('has what happened in front, to the microsecond', async () => {
    const { printer, printed } = await printerFor({ json: true });
    printer.print(event('neigh', neigh, { event: 'replace', time: 1_763_632_800_123.456 }));
    const [object] = lines(printed());
    expect(Object.keys(object).slice(0, 4)).toEqual(['event', 'object', 'time', 'family']);
    expect(object).toMatchObject({
      event: 'replace',
      object: 'neigh',
      time: 1763632800.123456,
      family: 'inet',
      dst: '192.0.2.1',
      dev: 'eth0',
    });
    expect(object).not.toHaveProperty('nsid');
    expect(object).not.toHaveProperty('snapshot');
  });

  it('tells the namespace, and what was there before', async () => {
    const { printer, printed } = await printerFor({ json: true });
    printer.print(event('neigh', neigh, { nsid: 7 }));
    printer.print(event('neigh', neigh), true);
    expect(lines(printed())).toMatchObject([
      { nsid: 7, dev: 'other' },
      { snapshot: true, dev: 'eth0' },
    ]);
  });

  it('has a gap in its place', async () => {
    const { printer, printed } = await printerFor({ json: true });
    printer.print(event('neigh', neigh));
    printer.printGap({ event: 'gap', reason: 'overrun', time: 1_500 });
    printer.print(event('neigh', neigh));
    expect(lines(printed()).map(({ event: what }) => what)).toEqual(['new', 'gap', 'new']);
    expect(lines(printed())[1]).toEqual({ event: 'gap', reason: 'overrun', time: 1.5 });
  });

  it("keeps its own field event from a link's", async () => {
    const { printer, printed } = await printerFor({ json: true });
    printer.print(
      event('link', { family: 'unspec', type: 'ether', index: 2, ifname: 'eth0', event: 'reboot' }),
    );
    const [object] = lines(printed());
    expect(object.event).toBe('new');
    expect(object.link_event).toBe('REBOOT');
    expect(object).not.toHaveProperty('family');
  });
});
