import { describe, expect, test } from 'vitest';
import {
  type RecordedMessage,
  type RecordingFormat,
  readRecording,
  recordingStart,
  recordMessage,
} from '../../src/netlink/recording.js';
import { readRtmon } from '../../src/netlink/rtmon.js';
import { toHex, WireError } from '../../src/wire/index.js';
import { captured } from './fixtures.js';

const time = 1_700_000_000_123.456;
const messages = captured.filter(({ source }) => source === 'event').slice(0, 40);

function recorded(nsid?: number): RecordedMessage[] {
  const list = messages.map(({ bytes }, i) => ({ bytes, time: time + i / 7, present: i < 5 }));
  return nsid === undefined ? list : list.map(message => ({ ...message, nsid }));
}

const file = (format: RecordingFormat, list: readonly RecordedMessage[]) =>
  new Uint8Array(
    Buffer.concat([recordingStart(format, time), ...list.map(message => recordMessage(format, message))]),
  );

/** The bytes of nlmsg_flags aside, which say of what was there that it is a part of a dump. */
const comparable = ({ bytes, present, nsid }: RecordedMessage) => {
  const plain = bytes.slice();
  if (present) plain.fill(0, 6, 8);
  return { bytes: toHex(plain), present, nsid };
};

describe.each<RecordingFormat>(['pcap', 'rtmon'])('a recording as %s', format => {
  test('reads as it was written, times to the microsecond', () => {
    const list = recorded(format === 'pcap' ? 5 : undefined);
    const found = [...readRecording(file(format, list))];
    expect(found.map(comparable)).toEqual(list.map(comparable));
    for (const [i, message] of found.entries()) {
      if (format === 'rtmon' && message.present) continue;
      expect(Math.round(message.time * 1000)).toBe(Math.round(list[i]!.time * 1000));
    }
  });

  test('does not change what it is given', () => {
    const [first] = recorded();
    const before = first!.bytes.slice();
    recordMessage(format, { ...first!, present: true });
    expect(first!.bytes).toEqual(before);
  });

  test('that ends early gives what is whole, and then an error', () => {
    const whole = file(format, recorded().slice(0, 3));
    const found: RecordedMessage[] = [];
    expect(() => {
      for (const message of readRecording(whole.slice(0, -5))) found.push(message);
    }).toThrow(WireError);
    expect(found).toHaveLength(2);
  });
});

test('what was there stands in a file of rtmon as its own snapshot does', () => {
  const found = [...readRtmon(file('rtmon', recorded().slice(0, 7)))];
  expect(found.map(({ stamped }) => stamped)).toEqual([true, false, false, false, false, true, true]);
});

test('other files are refused', () => {
  for (const other of [new Uint8Array(), new Uint8Array(100), messages[0]!.bytes]) {
    expect(() => [...readRecording(other)]).toThrow('not a recording');
  }
});
