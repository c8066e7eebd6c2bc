import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { plainDisplay } from '../../src/cli/nlmon/format/display.js';
import { loadIprouteNames } from '../../src/cli/nlmon/format/iproute-names.js';
import { classFormat } from '../../src/cli/nlmon/format/tc/class.js';
import { qdiscFormat } from '../../src/cli/nlmon/format/tc/qdisc.js';
import { tclass } from '../../src/netlink/route/tc/class.js';
import { qdisc } from '../../src/netlink/route/tc/qdisc.js';
import { Window } from '../../src/wire/index.js';
import { Feed } from '../integration/nlmon-format-feed.js';

const base = {
  interfaceName: (n: number) => (n === 1 ? 'lo' : `if${n}`),
  names: loadIprouteNames(),
  mode: 'show' as const,
  deleted: false,
};
const variants: [string, any][] = [
  ['', {}],
  ['-s', { statistics: 1 }],
  ['-d', { details: true }],
  ['-s -d -r -iec', { statistics: 1, details: true, resolve: true, iec: true }],
];
test('x', () => {
  using feed = new Feed();
  for (const [name, schema, type, format] of [
    ['q', qdisc, 38, qdiscFormat],
    ['c', tclass, 42, classFormat],
  ] as const) {
    const bytes = new Uint8Array(readFileSync(`/tmp/w1/${name}n.bin`));
    const all: any[] = [];
    const messages: Uint8Array[] = [];
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; ) {
      const l = view.getUint32(at, true);
      const m = bytes.slice(at, at + ((l + 3) & ~3));
      messages.push(m);
      all.push(schema.decode(new Window(m), 16, l));
      at += (l + 3) & ~3;
    }
    for (const [options, display] of variants) {
      const context = {
        ...base,
        display: { ...plainDisplay, ...display },
        ...(name === 'c' ? { device: true } : {}),
      };
      const ours = all.map(v => format.text(v as never, context)).join('');
      const theirs = feed.printed(`tc ${options} ${name === 'q' ? 'qdisc show' : 'class show dev lo'}`, {
        types: [type],
        messages: bytes,
      });
      const a = ours.split('\n'),
        b = theirs.split('\n');
      let n = 0;
      for (let i = 0; i < Math.max(a.length, b.length) && n < 12; i++)
        if (a[i] !== b[i]) {
          console.log(options, name, i, '\nOURS ', JSON.stringify(a[i]), '\nTHEIR', JSON.stringify(b[i]));
          n++;
          if (a.length !== b.length) {
            if (n > 4) break;
          }
        }
      writeFileSync(`/tmp/w1/ours-${name}${options.replace(/ /g, '')}.txt`, ours);
      writeFileSync(`/tmp/w1/theirs-${name}${options.replace(/ /g, '')}.txt`, theirs);
      if (name === 'c') continue;
      const bad = new Set<string>();
      all.forEach((v, i) => {
        const json = feed.printed(`tc ${options} -j qdisc show`, { types: [type], messages: messages[i]! });
        let parsed: any;
        try {
          parsed = JSON.parse(json);
        } catch {
          bad.add(v.kind);
          return;
        }
        const o = JSON.stringify(format.json(v as never, context)),
          t = JSON.stringify(parsed[0]);
        if (o !== t) console.log('JSON', options, v.kind, '\nOURS ', o, '\nTHEIR', t);
      });
      console.log('no JSON', options, [...bad]);
    }
  }
}, 600000);
