import { describe, expect, it } from 'vitest';
import { classicLine, hopLine, mtuLine } from '../../../../src/cli/rawctl/trace/lines.js';
import { pathPicture } from '../../../../src/cli/rawctl/trace/picture.js';
import { pathSvg } from '../../../../src/cli/rawctl/trace/svg.js';
import type { PathGraph, TimedAnswer, TraceHop } from '../../../../src/raw/index.js';

const node = (ttl: number, address: string | undefined, reached = false) => ({
  ttl,
  ...(address === undefined ? {} : { address, time: ttl }),
  flows: [0, 1],
  reached,
});

/** A diamond: one router, two, one that does not answer, the destination. */
const graph: PathGraph = {
  source: '10.0.0.9',
  socket: 'raw',
  nodes: [node(1, 'r1'), node(2, 'a'), node(2, 'b'), node(3, undefined), node(4, 'h<2>', true)],
  links: [
    { from: -1, to: 0 },
    { from: 0, to: 1 },
    { from: 0, to: 2 },
    { from: 1, to: 3 },
    { from: 2, to: 3 },
    { from: 3, to: 4 },
  ],
  flows: 11,
  probes: 44,
  complete: true,
};

const answer: TimedAnswer = { from: '10.0.0.1', at: 0, time: 1.5, kind: 'expired', text: '' };
const hop = (answers: TraceHop['answers'], more: Partial<TraceHop> = {}): TraceHop => ({
  ttl: 4,
  answers,
  last: false,
  ...more,
});

describe('pictures of paths', () => {
  it('draws a way for each link', () => {
    expect(pathPicture(graph, address => address).split('\n')).toEqual([
      '        10.0.0.9',
      '            │',
      '       r1 1.00 ms',
      '      ┌─────┴─────┐',
      '  a 2.00 ms   b 2.00 ms',
      '      └─────┐     │',
      '            ├─────┘',
      '            *',
      '            │',
      '     h<2> 4.00 ms ●',
      '',
    ]);
  });

  it('draws crossings of several with several without running them together', () => {
    const links = [0, 1].flatMap(from => [2, 3].map(to => ({ from, to })));
    const nodes = [node(1, 'aa'), node(1, 'bb'), node(2, 'cc'), node(2, 'dd')];
    const text = pathPicture(
      { ...graph, nodes, links: [{ from: -1, to: 0 }, { from: -1, to: 1 }, ...links] },
      it => it,
    );
    const rows = text.split('\n').slice(3, 5);
    // The first row leads from aa to both, while bb still waits; the second from bb to both, past nothing.
    expect(rows[0]).toMatch(/^ *[└├┴┬─┐┌┼]+ *│?/);
    expect(rows[1]!.match(/[├┼┤┬┴┘┐]/g)!.length).toBeGreaterThanOrEqual(2);
  });

  it('draws SVG that is well-formed and says all', () => {
    const svg = pathSvg(graph, address => address);
    expect(svg).toContain('h&lt;2&gt;');
    expect(svg.match(/<rect /g)).toHaveLength(1 + 1 + graph.nodes.length);
    expect(svg.match(/<path /g)).toHaveLength(graph.links.length);
    const opened = [...svg.matchAll(/<(\w+)[^>]*?(\/?)>/g)]
      .filter(([, , closed]) => closed === '')
      .map(([, name]) => name);
    const closed = [...svg.matchAll(/<\/(\w+)>/g)].map(([, name]) => name);
    expect(closed.toSorted()).toEqual(opened.toSorted());
  });
});

describe('lines of trace', () => {
  it('name an address once, and mark what was said', () => {
    const other = { ...answer, from: '10.0.0.2', kind: 'unreachable', icmpType: 3, icmpCode: 1 } as const;
    const name = (address: string) => `n (${address})`;
    expect(hopLine(hop([answer, answer, undefined, other]), name, { back: false })).toBe(
      ' 4  n (10.0.0.1)  1.500 ms  1.500 ms * n (10.0.0.2)  1.500 ms !H',
    );
    const labels = [{ label: 16, trafficClass: 3, bottom: true, ttl: 1 }];
    const rich = hop([{ ...answer, labels, changed: ['udp checksum'] }], { returnHops: 9 });
    expect(hopLine(rich, it => it, { back: true })).toBe(
      " 4  10.0.0.1 <MPLS:L=16,E=3,S=1,T=1> [NAT? udp checksum changed] '-9'  1.500 ms",
    );
    const mark = (code: number, more = {}) =>
      hopLine(hop([{ ...answer, kind: 'unreachable', icmpType: 3, icmpCode: code, ...more }]), it => it, {
        back: false,
      });
    expect([0, 2, 5, 13, 11].map(code => mark(code).split(' ms ')[1])).toEqual([
      '!N',
      '!P',
      '!S',
      '!X',
      '!<11>',
    ]);
    expect(mark(4, { mtu: 1400 })).toContain('!F-1400');
  });

  it('are the lecture’s, and traceroute’s for MTUs', () => {
    const other = {
      ...answer,
      from: '10.0.0.2',
      kind: 'unreachable',
      icmpCode: 1,
      text: 'Destination Host Unreachable',
    } as const;
    expect(
      classicLine(hop([answer, undefined, other]), address => (address === '10.0.0.1' ? 'r' : undefined)),
    ).toBe(' 4  r (10.0.0.1)  1.500 ms * 10.0.0.2  1.500 ms (ICMP Destination Host Unreachable)');
    const found = { ttl: 2, answer, mtu: 1400, changed: true, last: false };
    expect(mtuLine(found, it => it)).toBe(' 2  F=1400 10.0.0.1  1.500 ms');
    expect(mtuLine({ ...found, answer: undefined, changed: false }, it => it)).toBe(' 2  *');
  });
});
