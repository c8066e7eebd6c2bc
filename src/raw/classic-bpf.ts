/** Classic BPF programs as instructions: struct sock_filter (linux/filter.h). */
import { littleEndian } from '../wire/index.js';

/** An instruction: operation, jumps when true and when false, operand. */
export type BpfInstruction = readonly [code: number, jt: number, jf: number, k: number];

const size = 8;
/** BPF_MAXINSNS */
const most = 4096;

/** The bytes of a program, for SO_ATTACH_FILTER. Throws RangeError when a field is out of range. */
export function encodeBpf(program: readonly BpfInstruction[]): Uint8Array {
  if (program.length === 0 || program.length > most) {
    throw new RangeError(`a BPF program has 1 to ${most} instructions, not ${program.length}`);
  }
  const bytes = new Uint8Array(size * program.length);
  const view = new DataView(bytes.buffer);
  for (const [index, instruction] of program.entries()) {
    for (const [field, limit] of [0xffff, 0xff, 0xff, 0xffffffff].entries()) {
      const value = instruction[field]!;
      if (Number.isInteger(value) && value >= 0 && value <= limit) continue;
      throw new RangeError(`instruction ${index} has ${value} where 0 to ${limit} can be`);
    }
    const [code, jt, jf, k] = instruction;
    view.setUint16(size * index, code, littleEndian);
    view.setUint8(size * index + 2, jt);
    view.setUint8(size * index + 3, jf);
    view.setUint32(size * index + 4, k, littleEndian);
  }
  return bytes;
}

/** Drops everything: what a socket has until it is ready for what it wants. */
export const dropAll: readonly BpfInstruction[] = [[0x06, 0, 0, 0]];
