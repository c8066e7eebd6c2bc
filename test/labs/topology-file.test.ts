import { describe, expect, it } from 'vitest';
import { TopologyError } from '../../src/labs/topology.js';
import { drawTopology } from '../../src/labs/topology-drawing.js';
import { parseTopology } from '../../src/labs/topology-file.js';

const yaml = `
hosts:
  h1: { routes: [10.9.2.0/24 via 10.9.1.2] }
  r1: { forwarding: true, sysctls: { net.ipv4.ip_default_ttl: 7 } }
  idle:
links:
  - { h1: [10.9.1.1/24, 'fd09:1::1/64'], r1: [10.9.1.2/24] }
`;

describe('parseTopology()', () => {
  it('reads YAML and JSON alike', () => {
    const parsed = parseTopology(yaml, 'lab.yaml');
    expect(Object.keys(parsed.hosts)).toEqual(['h1', 'r1', 'idle']);
    expect(parsed.links).toEqual([{ h1: ['10.9.1.1/24', 'fd09:1::1/64'], r1: ['10.9.1.2/24'] }]);
    expect(parseTopology(JSON.stringify(parsed), 'lab.json')).toEqual(parsed);
  });

  it.each([
    ['hosts: [', /neither JSON nor YAML/],
    ['hosts: {}', /no hosts/],
    ['hosts: { h1: { forwardin: true } }', /hosts\.h1 has no 'forwardin': did you mean 'forwarding'/],
    ['hosts: { h1: { forwarding: 7 } }', /hosts\.h1\.forwarding must be true or false/],
    ['hosts: { h1: { routes: x } }', /hosts\.h1\.routes must be a list/],
    ['hosts: { "h 1": {} }', /name has 1 to 12 letters/],
    ['{ hosts: { h1: {} }, links: [{ h1: [], h2: [] }] }', /'h2', which is no host/],
    ['{ hosts: { h1: {} }, links: [{ h1: [] }] }', /two ends, not 1/],
    ['{ hosts: { h1: {} }, cables: [] }', /has no 'cables'/],
    [
      '{ hosts: { h1: {}, h2: {} }, links: [{ h1: [10.9.1.1/24], h2: [10.9.1.2/24, 10.9.1.300/24] }] }',
      /^links\[0\]\.h2\[1\]: '10\.9\.1\.300\/24' is not an IP address.*as in 10\.9\.1\.1\/24$/,
    ],
    ['{ hosts: { h1: {} }, links: [{ h1: [10.9.1.1/33] }] }', /^links\[0\]\.h1\[0\]: .*from 0 to 32/],
    [
      'hosts: { h1: { routes: [default via 10.9.1.2, 10.9.2.0/24] } }',
      /^hosts\.h1\.routes\[1\]: a route is 'PREFIX via/,
    ],
    [
      'hosts: { h1: { routes: [10.9.2.0/24 via r1] } }',
      /^hosts\.h1\.routes\[0\]: the gateway 'r1' is not.*as in 10\.9\.2\.0\/24 via 10\.9\.1\.2$/,
    ],
    ['hosts: { h1: { routes: [10.9.300.0/24 dev to-r1] } }', /^hosts\.h1\.routes\[0\]: '10\.9\.300/],
    ['7', /must have names and values/],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => parseTopology(text, 'lab.yaml')).toThrow(TopologyError);
    expect(() => parseTopology(text, 'lab.yaml')).toThrow(message);
  });
});

describe('drawTopology()', () => {
  it('shows links with the addresses of both ends, and hosts without one', () => {
    const lines = drawTopology(parseTopology(yaml, 'lab.yaml')).split('\n');
    expect(lines[0]).toMatch(/^┌────┐ 10\.9\.1\.1\/24 +10\.9\.1\.2\/24 ┌────┐$/);
    expect(lines[1]).toMatch(/^│ h1 ├─+┤ r1 │$/);
    expect(lines[4]).toBe('│ idle │');
    expect(new Set(lines.slice(0, 3).map(line => line.length)).size).toBe(1);
  });
});
