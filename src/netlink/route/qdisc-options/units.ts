/** Bits a second as the bytes a second that the kernel counts in: `mbit(10)` is 1250000. */
export const kbit = (bits: number): number => (bits * 1e3) / 8;
export const mbit = (bits: number): number => (bits * 1e6) / 8;
export const gbit = (bits: number): number => (bits * 1e9) / 8;

/** Times as the seconds that options are given in. */
export const ms = (milliseconds: number): number => milliseconds / 1e3;
export const us = (microseconds: number): number => microseconds / 1e6;
