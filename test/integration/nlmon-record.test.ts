import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Network, possible } from './nlmon-command-support.js';

const root = new URL('../../', import.meta.url).pathname;
const nlmon = join(root, 'bin/nlmon.js');
const directory = mkdtempSync(join(tmpdir(), 'afkit-record-'));
const has = (program: string): boolean =>
  spawnSync('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin; command -v "$0"', program]).status === 0;

const path = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(path(name), 'utf8');
const lines = (text: string): string[] => text.split('\n').slice(0, -1);
const run = (...args: string[]): string =>
  execFileSync(nlmon, args, { encoding: 'utf8', cwd: directory, maxBuffer: 2 ** 25 });

/** How a command ended that does not end well, and the one line that it said. */
function fails(args: readonly string[], input = ''): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(nlmon, args, { encoding: 'utf8', cwd: directory, input });
  expect(lines(stderr)).toHaveLength(1);
  return { status, stderr };
}

/** What ip prints of a recording, without the times, which are lines of their own. */
const withoutTimes = (text: string): string[] => lines(text).filter(line => !line.startsWith('Timestamp: '));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(!possible || !has('rtmon'))(
  'recordings (skipped where user namespaces, ip or rtmon are missing)',
  () => {
    beforeAll(() => {
      const script = join(root, 'test/integration/nlmon/record.sh');
      execFileSync('unshare', ['-Urnm', '--kill-child', 'sh', script, directory, nlmon], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
    }, 120_000);

    it('saw many changes, and the recorders said nothing else', () => {
      expect(lines(read('ip.text')).length).toBeGreaterThan(40);
      const printed = lines(read('pcap.text')).map(line => line.replace(/^\[\d{4}-\S+\] /, ''));
      expect(printed).toEqual(lines(read('ip.text')));
      for (const name of [
        'pcap.text',
        'rtmon.json',
        'routes.text',
        'snapshot.text',
        'some.text',
        'nsid.json',
      ]) {
        expect(read(`${name}.errors`), name).toBe('');
      }
    });

    it('end by the signal that ended the recorder', () => {
      const codes = lines(read('codes')).map(Number);
      expect(codes.slice(0, 6)).toEqual([143, 129, 143, 129, 143, 129]);
    });

    it.each([
      ['pcap.text', ['all', '--ts', '--replay', 'pcap.pcap']],
      ['rtmon.json', ['all', '--json', '--replay', 'rtmon.rtmon']],
      ['routes.text', ['--replay', 'routes.pcap']],
      ['snapshot.text', ['all', '--snapshot', '--replay', 'snapshot.pcap']],
      ['some.text', ['--replay', 'some.rtmon']],
      ['nsid.json', ['all', '--all-nsid', '--json', '--replay', 'nsid.pcap']],
    ])('print again what was printed: %s', (name, args) => {
      expect(lines(run(...args))).toEqual(lines(read(name)));
    });

    it('of everything have what was printed of a part of it', () => {
      expect(lines(run('routes', '--replay', 'rtmon.rtmon'))).toEqual(lines(read('routes.text')));
      expect(lines(run('neigh', 'rule', '-4', '--replay', 'nsid.pcap'))).toEqual(lines(read('some.text')));
      // Of an nsid, that is its number; of all else, the namespace that the event is from.
      const others = (text: string) => lines(text).filter(line => !line.includes('"object":"nsid"'));
      const own = others(read('nsid.json')).filter(line => !line.includes('"nsid":'));
      expect(others(run('all', '--json', '--replay', 'nsid.pcap'))).toEqual(own);
      expect(own.length).toBeLessThan(others(read('nsid.json')).length);
      expect(run('links', '--dev', 'va', '--count', '2', '--replay', 'pcap.pcap')).toMatch(/^\d+: va@/);
    });

    it('are what ip monitor prints of the same file', () => {
      expect(read('rtmon.ip.errors')).toBe('');
      const snapshot = run('links', '--label', '--snapshot', '--count', '1', '--replay', 'rtmon.rtmon');
      const present = lines(snapshot).findIndex(line => line.includes('lo: <LOOPBACK,UP'));
      expect(present).toBeGreaterThan(0);
      const events = withoutTimes(read('rtmon.ip')).slice(present);
      expect(events).toEqual(lines(read('ip.text')));
    });

    it('of rtmon are replayed as ip monitor prints them', () => {
      const known = /^Unknown message: type=/;
      expect(lines(read('theirs.ip.errors')).filter(line => !known.test(line))).toEqual([]);
      expect(lines(run('all', '--snapshot', '--replay', 'theirs.rtmon'))).toEqual(
        withoutTimes(read('theirs.ip')),
      );
      const stamps = lines(read('theirs.ip')).filter(line => line.startsWith('Timestamp: '));
      const times = lines(run('all', '-t', '--replay', 'theirs.rtmon')).filter(line =>
        line.startsWith('Timestamp: '),
      );
      // ip has one for what was there, and one for each message that it does not know.
      const ours = times.map(line => line.replace(/usec$/, 'us'));
      expect(stamps).toEqual(expect.arrayContaining(ours));
      expect(ours.length).toBeGreaterThan(20);
    });

    it('become recordings of the other kind', () => {
      run('all', '--replay', 'pcap.pcap', '--record', 'again.rtmon', '--snapshot');
      run('all', '--replay', 'again.rtmon', '--record', 'again.pcap', '--snapshot');
      expect(run('all', '--ts', '--replay', 'again.pcap')).toBe(run('all', '--ts', '--replay', 'pcap.pcap'));
    });

    it('are replayed at the speed asked for, for as long as asked for', () => {
      const begun = performance.now();
      run('all', '--replay', 'pcap.pcap', '--speed', '1', '--timeout', '0.5');
      expect(performance.now() - begun).toBeGreaterThan(500);
      expect(run('all', '--replay', 'pcap.pcap', '--speed', '50', '--ts')).toBe(
        `${lines(read('pcap.text')).join('\n')}\n`,
      );
    });

    it('are explained, every byte of them', () => {
      for (const name of ['pcap.pcap', 'rtmon.rtmon', 'theirs.rtmon', 'nsid.pcap']) {
        const messages = lines(run('explain', '--json', name)).map(line => JSON.parse(line) as Explained);
        expect(messages.length, name).toBeGreaterThan(30);
        const total = messages.reduce((sum, { rows }) => sum + size(rows), 0);
        // Each packet has two headers of 16 bytes before it, and the file one of 24.
        const frames = name.endsWith('.pcap') ? 24 + messages.length * 32 : 0;
        expect(total + frames, name).toBe(statSync(path(name)).size);
      }
      expect(run('explain', 'rtmon.rtmon')).toMatch(/type: NLMSG_TSTAMP \(15\)[\s\S]*ifname: "va"/);
    });

    it.skipIf(!has('tshark'))('open in tshark (skipped where it is missing)', () => {
      const text = execFileSync('tshark', ['-r', path('pcap.pcap'), '-V'], { encoding: 'utf8' });
      expect(text).toMatch(/Linux rtnetlink/);
      expect(text).not.toMatch(/Malformed/);
    });

    it('that end inside a message give what is whole, and say so', () => {
      for (const name of ['pcap.pcap', 'rtmon.rtmon']) {
        const cut = readFileSync(path(name)).subarray(0, -3);
        writeFileSync(path(`cut-${name}`), cut);
        const { status, stdout, stderr } = spawnSync(nlmon, ['all', '--replay', path(`cut-${name}`)], {
          encoding: 'utf8',
        });
        expect({ status, stderr }).toEqual({
          status: 1,
          stderr: expect.stringMatching(/^nlmon: .*: the file ends inside a (packet|message).*\n$/),
        });
        expect(run('all', '--replay', name).startsWith(stdout)).toBe(true);
        expect(lines(stdout).length).toBeGreaterThan(40);
      }
    });
  },
);

interface Explained {
  rows: { offset: number; bytes: string; name: string; meaning: string }[];
}

const size = (rows: Explained['rows']): number => rows.reduce((sum, { bytes }) => sum + bytes.length / 2, 0);

describe('a capture of an nlmon interface', () => {
  const captured = (name: string): string => join(root, 'test/fixtures/nlmon', name);
  const capture = captured('scenario.pcap');

  it.each([
    ['ip.text', ['all']],
    ['ip.text', ['all', '--speed', '100']],
    ['tc.text', ['tc']],
    ['bridge-vlan.text', ['vlans']],
    ['bridge-fdb.text', ['fdb']],
  ])('replayed is what was printed meanwhile: %s, %j', (name, args) => {
    expect(lines(run(...args, '--replay', capture))).toEqual(lines(readFileSync(captured(name), 'utf8')));
  });

  it('is explained, every byte of it', () => {
    const file = readFileSync(capture);
    const messages = lines(run('explain', '--json', capture)).map(line => JSON.parse(line) as Explained);
    // Behind the file's header of 24 bytes each packet has two of 16 bytes before its messages.
    const expected: string[] = [];
    for (let at = 24; at < file.length; ) {
      const end = at + 16 + file.readUInt32LE(at + 8);
      expected.push(file.toString('hex', at + 32, end));
      at = end;
    }
    const explained = messages.map(({ rows }) => rows.map(({ bytes }) => bytes).join(''));
    expect(explained.join('')).toBe(expected.join(''));
    const meanings = new Set(messages.map(({ rows }) => rows[1]!.meaning.split(' ')[0]));
    for (const type of ['NLMSG_ERROR', 'RTM_GETLINK', 'RTM_NEWROUTE', 'RTM_NEWTFILTER', 'RTM_NEWVLAN'])
      expect(meanings).toContain(type);
  });
});

describe('files that cannot be', () => {
  it('are errors of one line', () => {
    writeFileSync(path('text.pcap'), 'nothing of the kind\n');
    expect(fails(['--replay', 'text.pcap'])).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^nlmon: text\.pcap: not a recording: pcap and pcapng files/),
    });
    expect(fails(['--replay', 'none'])).toEqual({
      status: 1,
      stderr: expect.stringMatching(/cannot replay none: ENOENT/),
    });
    expect(fails(['all', '--record', 'none/a.pcap'])).toEqual({
      status: 1,
      stderr: expect.stringMatching(/cannot record to none\/a\.pcap: ENOENT/),
    });
    expect(fails(['explain', 'text.pcap']).stderr).toMatch(
      /^nlmon: text\.pcap: text that is none of: hexadecimal/,
    );
    expect(fails(['explain'], 'hello').stderr).toMatch(/^nlmon: standard input: text that is none of/);
  });

  it.each([
    ['all --record a.txt', /--record takes the name of a file that ends in .pcap/],
    ['all --all-nsid --record a.rtmon', /no place for numbers of namespaces/],
    ['all --once --record a.pcap', /--once and --record exclude each other/],
    ['--replay a --once', /--once and --replay exclude each other/],
    ['--replay a --netns b', /--replay and --netns exclude each other/],
    ['--replay a.pcap --record ./a.pcap', /would overwrite the recording/],
    ['all --speed 2', /--speed needs --replay/],
    ['--replay a --speed fast', /--speed takes a number above 0/],
    ['--replay a --speed 0', /--speed takes a number above 0/],
    ['links explain', /'explain' is no object/],
    ['explain nothing', /'nothing' is neither bytes in hexadecimal nor a file/],
  ])('wrong usage: nlmon %s', (args, message) => {
    const { status, stderr } = fails(args.split(' '));
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });

  it.skipIf(!possible)(
    'a disk without room is an error of one line, and what is there is whole (skipped where user namespaces are missing)',
    async () => {
      const small = path('small');
      await using network = await Network.create();
      network.ip('link set lo up');
      await network.shell(`mkdir ${small}; mount -t tmpfs -o size=8k tmpfs ${small}`);
      const recorder = await network.listen(`all --record ${small}/a.pcap`);
      network.ipBatch(Array.from({ length: 200 }, (_, i) => `route add 10.0.${i}.0/24 dev lo`));
      expect(await recorder.ended).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^nlmon: cannot record to .*a\.pcap: ENOSPC[^\n]*\n$/),
      });
      const replayed = await network.nlmon(`--replay ${small}/a.pcap`);
      expect(replayed).toMatchObject({ code: 0, stderr: '' });
      expect(lines(replayed.stdout).length).toBeGreaterThan(3);
    },
    60_000,
  );
});

describe('explain', () => {
  const hex = '1c00000012000100 01000000 00000000 0000000000000000 0000 0000';

  it('takes hexadecimal in an argument, in several, and from standard input', () => {
    const expected = run('explain', hex);
    expect(expected).toMatch(
      /^0000 {2}1c 00 00 00 {14}length: 28\n0004 {2}12 00 {20}type: RTM_GETLINK \(18\)\n/,
    );
    expect(run('explain', ...hex.split(' '))).toBe(expected);
    expect(execFileSync(nlmon, ['explain'], { input: hex, encoding: 'utf8' })).toBe(expected);
    expect(execFileSync(nlmon, ['explain', '-'], { input: `0x${hex}`, encoding: 'utf8' })).toBe(expected);
    // What it prints it reads.
    expect(execFileSync(nlmon, ['explain', '-'], { input: expected, encoding: 'utf8' })).toBe(expected);
  });

  it.skipIf(!possible || !has('strace'))(
    'shows each byte of what a traced ip sends and receives (skipped where strace is missing)',
    () => {
      const trace = 'strace -f -e trace=network -e write=all -e read=all -o';
      const script = `ip link set lo up; ${trace} ${path('ok.strace')} ip route add 10.8.0.0/16 dev lo
        ${trace} ${path('bad.strace')} ip route add 10.8.0.0/16 via 10.99.1.2; strace -e trace=network -o ${path('plain.strace')} ip link; true`;
      execFileSync('unshare', ['-Urnm', 'sh', '-c', script], { stdio: ['ignore', 'ignore', 'ignore'] });
      const messages = lines(run('explain', '--json', 'ok.strace')).map(
        line => JSON.parse(line) as Explained & Record<string, unknown>,
      );
      for (const { rows } of messages) {
        let at = rows[0]!.offset;
        for (const { offset, bytes } of rows) {
          expect(offset).toBe(at);
          at += bytes.length / 2;
        }
      }
      const request = messages.find(({ rows }) => rows[1]!.meaning === 'RTM_NEWROUTE (24)')!;
      expect(request).toMatchObject({ call: 'sendmsg', direction: 'sent', protocol: 'NETLINK_ROUTE' });
      expect(request.rows).toContainEqual(
        expect.objectContaining({ name: 'dst', bytes: '0a080000', meaning: '10.8.0.0' }),
      );
      const answer = messages.at(-1)!;
      expect(answer).toMatchObject({ call: 'recvmsg', direction: 'received' });
      expect(answer.rows).toContainEqual(expect.objectContaining({ name: 'error', meaning: '0' }));

      const refused = run('explain', 'bad.strace');
      expect(refused).toMatch(/error: -E\w+ \(-\d+\)/);
      expect(refused).toMatch(/NLMSGERR_ATTR_MSG \(1\)\n.*msg: "/);
      expect(fails(['explain', 'plain.strace'])).toEqual({
        status: 1,
        stderr: expect.stringMatching(/strace shows them decoded; run it with -e write=all -e read=all/),
      });
    },
  );
});

it.skipIf(!possible)(
  'Ctrl-C leaves a whole recording (skipped where user namespaces are missing)',
  async () => {
    const file = path('interrupted.rtmon');
    await using network = await Network.create();
    network.ip('link set lo up');
    const recorder = await network.listen(`routes --record ${file}`);
    // It is interrupted in the midst of events.
    network.shell('while :; do ip route add 10.0.1.0/24 dev lo; ip route del 10.0.1.0/24; done');
    await recorder.says(({ lines }) => lines.length > 10);
    const { signal, stdout } = await recorder.stop('SIGINT');
    expect(signal).toBe('SIGINT');
    expect(run('--replay', file)).toBe(stdout);
  },
);
