import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IpSocket } from '../../src/raw/index.js';
import { pcapHeader, pcapRecord } from '../../src/wire/index.js';
import { twoHosts } from '../support/hosts.js';
import { hasProgram } from '../support/programs.js';
import { type PdmlField, pdml } from './raw/pdml.js';
import { launcher, lines, rawctl, started } from './rawctl-support.js';

/** A packet's fields, as tshark has them. */
function readBack(bytes: Uint8Array): PdmlField[] {
  const directory = mkdtempSync(join(tmpdir(), 'afkit-'));
  try {
    const path = join(directory, 'one.pcap');

    writeFileSync(path, Buffer.concat([pcapHeader(101), pcapRecord({ seconds: 0, nanoseconds: 0, bytes })]));
    const checks = ['ip', 'udp', 'tcp'].flatMap(name => ['-o', `${name}.check_checksum:TRUE`]);
    return pdml(path, checks)[0]!;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('rawctl igmp', () => {
  it('igmp: the groups that ip maddr shows, and the report of a join', async ctx => {
    await using net = await twoHosts(ctx);
    const groups = lines(rawctl(net.a, 'igmp --json -I va').stdout).map(({ group }) => group);
    const shown = net.a.ip('maddr show dev va');
    for (const group of groups) expect(shown).toContain(group);
    expect(groups).toContain('224.0.0.1');
    const watched = rawctl(net.a, 'igmp --watch --join 239.1.2.3 -I va -c 1 --json');
    const [message] = lines(watched.stdout);
    expect(message).toMatchObject({ interface: 'va', direction: 'out' });
    expect(JSON.stringify(message.layers)).toContain('"group":"239.1.2.3"');
  });

  it.for([
    ['', { dst: '224.0.0.1', 'igmp.version': '3', 'igmp.max_resp': '100', 'igmp.maddr': '0.0.0.0' }],
    [
      '--query-version 2',
      { dst: '224.0.0.1', 'igmp.version': '2', 'igmp.max_resp': '100', 'igmp.maddr': '0.0.0.0' },
    ],
    ['239.1.2.3 --query-version 2', { dst: '239.1.2.3', 'igmp.max_resp': '10', 'igmp.maddr': '239.1.2.3' }],
    [
      '239.1.2.3 --source 10.9.1.1 --source 10.9.1.2 --max-response 20',
      { dst: '239.1.2.3', 'igmp.max_resp': '200', 'igmp.num_src': '2', 'igmp.qqic': '125' },
    ],
    ['-6', { dst: 'ff02::1', 'icmpv6.mld.maximum_response_code': '10000', 'icmpv6.mld.nb_sources': '0' }],
    ['ff05::77', { dst: 'ff05::77', 'icmpv6.mld.multicast_address': 'ff05::77', 'icmpv6.mld.flag.qrv': '2' }],
    ['-6 --query-version 1', { dst: 'ff02::1', 'icmpv6.type': '130', 'icmpv6.length': '24' }],
  ] as const)('igmp --query %s: as tshark reads it', async ([words, expected], ctx) => {
    if (!hasProgram('tshark')) return ctx.skip('needs tshark');
    await using net = await twoHosts(ctx);
    const sent = rawctl(net.a, `igmp --query ${words} -I va --json --i-own-this-network`);
    const [{ bytes }] = lines(sent.stdout);
    const fields = readBack(Buffer.from(bytes, 'hex'));
    const has = (name: string) => fields.filter(field => field.name === name).map(({ show }) => show);
    const six = words.includes('-6') || words.includes('ff05');
    const { dst, 'icmpv6.length': length, ...others } = expected as Record<string, string>;
    expect(has(six ? 'ipv6.dst' : 'ip.dst')).toEqual([dst]);
    expect(has(six ? 'ipv6.src' : 'ip.src')[0]).toMatch(six ? /^fe80:/ : /^10\.9\.1\.1$/);
    expect(has(six ? 'ipv6.hlim' : 'ip.ttl')).toEqual(['1']);
    expect(has(six ? 'ipv6.opt.router_alert' : 'ip.opt.ra')).toEqual(['0']);
    expect(has(six ? 'icmpv6.checksum.status' : 'igmp.checksum.status')).toEqual(['1']);
    for (const [name, value] of Object.entries(others)) expect(has(name), name).toEqual([value]);
    if (length !== undefined) expect(Buffer.from(bytes, 'hex').length).toBe(40 + 8 + Number(length));
    return undefined;
  });

  it('igmp --query --watch: members answer, in the version that they are asked in', async ctx => {
    await using net = await twoHosts(ctx);
    using member = IpSocket.open({ family: 'inet', protocol: 253, namespace: net.b.namespace });
    member.multicast('join', '239.1.2.3', 'vb');
    const ask = 'igmp --query 239.1.2.3 --query-version 2 --watch -I va --i-own-this-network';
    const watching = await started(
      net.a,
      process.execPath,
      [launcher, ...ask.split(' ')],
      'igmp v2 report 239.1.2.3',
    );
    const text = await watching.end('SIGINT');
    expect(text).toMatch(/^va out IP 10\.9\.1\.1 > 239\.1\.2\.3: igmp query v2 \[gaddr 239\.1\.2\.3\]$/m);
    expect(text).toMatch(/^va in {2}IP 10\.9\.1\.2 > 239\.1\.2\.3: igmp v2 report 239\.1\.2\.3$/m);
  });

  it.for([
    ['igmp --query -I va', 1, 'if that network is yours, say so (--i-own-this-network)'],
    ['igmp --query', 2, '--query needs --interface'],
    ['igmp --query 10.9.1.2 -I va', 2, '"10.9.1.2" is not a multicast group'],
    ['igmp --query 239.1.2.3 -6 -I va', 2, '239.1.2.3 is not of the family'],
    ['igmp --query --query-version 1 -I va', 2, 'IGMP has queries of version 2 and 3, not 1'],
    ['igmp --query --source 10.9.1.1 -I va', 2, 'sources go with a group'],
    ['igmp --query --max-response 4000 -I va', 2, 'do not fit'],
    ['igmp --query 239.1.2.3 --source fd09:1::1 -I va', 2, 'is not an IPv4 address'],
    ['igmp 239.1.2.3', 2, 'to ask for 239.1.2.3, say --query'],
    ['igmp --source 10.9.1.1', 2, '--source goes with --query'],
    ['igmp --query -I nope0 --i-own-this-network', 1, 'ENODEV'],
  ] as const)('%s: exit %i', async ([words, status, message], ctx) => {
    await using net = await twoHosts(ctx);
    const result = rawctl(net.a, words);
    expect(result.stderr).toContain(message);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
    expect(result.status).toBe(status);
  });
});
