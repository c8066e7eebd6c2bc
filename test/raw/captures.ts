import { readFileSync } from 'node:fs';
import { type PcapRecord, readPcap } from '../../src/wire/index.js';

/** The captures of fixtures/capture-raw.py. */
export const captureNames = ['ethernet', 'kernel', 'cooked', 'cooked2'] as const;

export const capturePath = (name: string): string =>
  new URL(`../fixtures/raw/${name}.pcap`, import.meta.url).pathname;

export const capture = (name: string): PcapRecord[] => [...readPcap(readFileSync(capturePath(name))).records];

/** Every captured packet. */
export const captured: readonly PcapRecord[] = captureNames.flatMap(capture);
