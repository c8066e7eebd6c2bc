import { fixedBytes, struct, text, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { classicProgram } from '../classic-bpf.js';
import { general, times } from './general.js';

/** Runs a BPF program: TCA_ACT_BPF_… (linux/tc_act/tc_bpf.h). */
export const bpf = attributes('TCA_ACT_BPF', {
  tm: [1, times],
  parms: [2, struct(general)],
  opsLen: [3, u16],
  ops: [4, classicProgram],
  /** Of requests: the descriptor of a loaded program. */
  fd: [5, u32],
  name: [6, text],
  tag: [8, fixedBytes(8)],
  /** The number of a loaded program. */
  id: [9, u32],
});
