import { describe, expect, it } from 'vitest';
import { buildPacket } from '../../src/raw/index.js';
import { toHex } from '../../src/wire/index.js';
import { twoHosts } from '../support/hosts.js';
import { quietNetwork } from '../support/quiet-network.js';
import { lines, rawctl } from './rawctl-support.js';

describe("rawctl: the lectures' experiments", () => {
  it('fields: what Linux does with each field', async ctx => {
    await using host = quietNetwork(ctx);
    const rows = lines(rawctl(host, 'fields --json').stdout);
    const fate = (field: string, given: string, family = 'inet') =>
      rows.find(row => row.family === family && row.field === field && row.given.startsWith(given))?.fate;
    expect(fate('totalLength', '9999')).toBe('overwritten');
    expect(fate('checksum', '57005')).toBe('overwritten');
    expect(fate('id', '0, may')).toBe('filled in');
    expect(fate('id', "0, don't")).toBe('kept');
    expect(fate('src', '0.0.0.0')).toBe('filled in');
    expect(fate('src', '10.7.7.7')).toBe('kept');
    expect(fate('version', '6')).toBe('kept');
    expect(fate('ttl', '0')).toBe('kept');
    expect(fate('dst', '127.0.0.2')).toBe('kept');
    expect(fate('ihl', '15')).toBe('refused');
    expect(fate('length', '65,536')).toBe('refused');
    expect(fate('src', '::', 'inet6')).toBe('kept');
    expect(rows.map(row => row.fate)).not.toContain('not seen');
  });

  it('spoof: 60 bytes, of which the receiver gets 2, from somebody else', async ctx => {
    await using host = quietNetwork(ctx);
    const { status, stdout } = rawctl(host, 'spoof');
    expect(stdout).toBe(
      'sent:     IP 192.168.0.199.45512 > 127.0.0.1.999: UDP, length 2\n' +
        '          60 bytes, by a raw socket with the header included\n' +
        'received: "ab" from 192.168.0.199 port 45512: that is what a UDP socket is told\n',
    );
    expect(status).toBe(0);
  });

  it('syn: SYN, SYN/ACK and our own RST', async ctx => {
    await using host = quietNetwork(ctx);
    const open = rawctl(host, 'syn --json');
    expect(open.status).toBe(0);
    const steps = lines(open.stdout);
    expect(steps.map(({ step, state }) => step ?? state)).toEqual(['syn', 'answer', 'reset', 'open']);
    for (const { layers, bytes } of steps.slice(0, 3))
      expect(toHex(buildPacket(layers))).toBe(bytes.replaceAll(' ', ''));
    const shown = rawctl(host, 'syn --hex --explain').stdout;
    expect(shown.match(/^45[ 0-9a-f]{76,}$/gm)).toHaveLength(3);
    expect(shown).toContain('tcp.options.mss: 1460');
    expect(shown.match(/tcp\.srcPort, tcp\.dstPort|tcp\.srcPort: /g)?.length).toBe(3);
    const closed = rawctl(host, 'syn 127.0.0.1 9');
    expect(closed.stdout).toContain('port 9 of 127.0.0.1 is closed');
    expect(closed.status).toBe(1);
  });

  it.for(['spoof 10.9.1.2', 'syn 10.9.1.2 9'])(
    '%s: refused unless the network is the own',
    async (line, ctx) => {
      await using net = await twoHosts(ctx);
      const refused = rawctl(net.a, line);
      expect(refused.stderr).toContain('if that network is yours, say so (--i-own-this-network)');
      expect(refused.status).toBe(1);
      expect(rawctl(net.a, `${line} --i-own-this-network`).stdout).toMatch(/sent: |is closed/);
      net.a.ip('route add default via 10.9.1.2');
      const beyond = rawctl(net.a, `${line.replace('10.9.1.2', '198.51.100.1')} --i-own-this-network`);
      expect(beyond.stderr).toContain('beyond a router');
      expect(beyond.status).toBe(1);
    },
  );
});
