/**
 * What nlmon prints against what ip prints, for the same messages of the same kernel: an independent program takes
 * the messages as bytes in a network namespace of its own and runs ip there.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import type { Format, FormatContext } from '../../src/cli/nlmon/format/format.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { routeAnswerFormat } from '../../src/cli/nlmon/format/route.js';
import type { Message } from '../../src/netlink/message.js';
import { fromHex, Window } from '../../src/wire/index.js';
import { kindOf } from './nlmon-format-routes-kinds.js';
import { plan } from './nlmon-format-routes-plan.js';
import { canUnshare, type Recording, record } from './nlmon-format-routes-recorder.js';

describe.skipIf(!canUnshare)('as ip prints it', () => {
  let recording: Recording;
  let context: FormatContext;

  beforeAll(() => {
    recording = record(plan);
    const names = new Map(recording.interfaces);
    context = {
      interfaceName: number => names.get(number) ?? `if${number}`,
      names: loadIprouteNames(),
      display: plainDisplay,
      mode: 'show',
      deleted: false,
    };
  });

  function decode(schema: Message<any, any>, hex: string): unknown {
    const bytes = fromHex(hex);
    return schema.decode(new Window(bytes), 0, bytes.length);
  }

  /**
   * The lines between the rules that mark the beginning and the end. Sorted: sockets may see what happens on two
   * processors at the same time in different orders.
   */
  function observed(text: string): string[] {
    const lines = text.split('\n');
    const [begin, end] = ['31998', '31999'].map(mark => lines.findIndex(line => line.startsWith(`${mark}:`)));
    return lines.slice(begin, end! + 1).sort();
  }

  /** The selectors that ip's arguments hold. */
  function selectorsOf(name: string): Partial<FormatContext> {
    const table = name.match(/table (\S+)/)?.[1];
    return {
      ...(name.includes('-6') ? { family: 'inet6' } : name.includes('-4') ? { family: 'inet' } : {}),
      ...(table === undefined ? {} : { table: table === 'all' ? 0 : Number(table) }),
    };
  }

  test('the kernel took the commands', () => {
    expect(recording.refused.length).toBeLessThan(120);
    expect(recording.takes['ip route show table all']!.messages.length).toBeGreaterThan(450);
    expect(recording.monitor.messages.length).toBeGreaterThan(2000);
  });

  describe.each(Object.keys(plan.takes))('%s', name => {
    const options = { ...selectorsOf(plan.takes[name]!.ip.join(' ')) };

    function formats(): { format: Format<any>; value: unknown }[] {
      return recording.takes[name]!.messages.map(([type, hex]) => {
        const { schema, format } = kindOf(type);
        return { format: name.includes(' get ') ? routeAnswerFormat : format, value: decode(schema, hex) };
      });
    }

    test('text', () => {
      const ours = formats().map(({ format, value }) => format.text(value, { ...context, ...options }));
      expect(ours.join('')).toBe(recording.takes[name]!.text);
      expect(recording.takes[name]!.text).not.toBe('');
    });

    test('JSON', () => {
      const ours = formats().map(({ format, value }) => format.json(value, { ...context, ...options }));
      expect(JSON.parse(JSON.stringify(ours.filter(fields => fields !== undefined)))).toEqual(
        recording.takes[name]!.json,
      );
    });
  });

  test('ip monitor', () => {
    let ours = '';
    for (const [type, hex] of recording.monitor.messages) {
      const { schema, format, deleted } = kindOf(type);
      const text = format.text(decode(schema, hex), { ...context, mode: 'monitor', deleted });
      if (text !== '') ours += (deleted ? 'Deleted ' : '') + text;
    }
    expect(observed(ours)).toEqual(observed(recording.monitor.text));
  });
});
