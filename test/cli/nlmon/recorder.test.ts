import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/cli/errors.js';
import { Recorder } from '../../../src/cli/nlmon/recorder.js';
import { recordingFormat } from '../../../src/cli/nlmon/recording-format.js';
import { readRecording } from '../../../src/netlink/recording.js';
import type { ReplayedEvent } from '../../../src/netlink/route/route-replay.js';
import { descriptors } from '../../support/descriptors.js';

const directory = mkdtempSync(join(tmpdir(), 'afkit-recorder-'));
const path = join(directory, 'events.pcap');
afterAll(() => rmSync(directory, { recursive: true }));

const time = 1_700_000_000_000;
const rule = {
  event: 'new',
  object: 'rule',
  value: { family: 'inet', priority: 5 },
  time,
} as unknown as ReplayedEvent;
const recorded = () => [...readRecording(new Uint8Array(readFileSync(path)))];

describe('the format', () => {
  test.each([
    ['a.pcap', 'pcap'],
    ['/x/y.rtmon', 'rtmon'],
  ])('%s', (name, format) => expect(recordingFormat(name)).toBe(format));

  test.each(['', 'pcap', 'a.pcapng', 'a.pcap/b', 'a.txt'])('%j is none', name => {
    expect(() => recordingFormat(name)).toThrow(UsageError);
  });
});

describe('a recorder', () => {
  test('makes the file when it is opened, and overwrites one that is there', () => {
    writeFileSync(path, 'x'.repeat(1000));
    using recorder = new Recorder(path);
    recorder.present([{ family: 'unspec', index: 1, ifname: 'lo', flags: ['up'] } as never], undefined);
    expect(readFileSync(path).length).toBe(1000);
    recorder.open();
    expect(recorded()).toMatchObject([{ present: true }]);
  });

  test('has in the file what was flushed, whole', () => {
    using recorder = new Recorder(path);
    recorder.open();
    recorder.event(rule, false);
    expect(recorded()).toHaveLength(0);
    recorder.flush();
    expect(recorded()).toMatchObject([{ time, present: false }]);
    recorder.event({ event: 'gap', reason: 'overrun', time }, false);
    recorder.event({ ...rule, raw: Uint8Array.of(16, 0, 0, 0, 99, ...new Uint8Array(11)) } as never, true);
    recorder.close();
    expect(recorded().map(({ bytes }) => bytes[4])).toEqual([32, 4, 99]);
  });

  test('does nothing when it is closed before it is opened, or twice, and leaks no descriptor', () => {
    rmSync(path);
    const before = descriptors();
    new Recorder(path).close();
    expect(existsSync(path)).toBe(false);
    const recorder = new Recorder(path);
    recorder.open();
    recorder.close();
    recorder.close();
    recorder.flush();
    expect(descriptors()).toEqual(before);
  });

  test('says in a line what it could not write', () => {
    const nowhere = new Recorder(join(directory, 'none', 'a.pcap'));
    expect(() => nowhere.open()).toThrow(/^cannot record to .*none\/a\.pcap: ENOENT/);
  });
});
