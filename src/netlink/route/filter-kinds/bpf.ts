import { fixedBytes, flags, names, text, u16, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';
import { actions } from '../action-kinds/actions.js';
import { police } from '../action-kinds/police.js';
import { classicProgram } from '../classic-bpf.js';
import { handle } from '../tc/handle.js';
import { filterFlags } from './flags.js';

const programFlags = names('TCA_BPF_FLAG', { actDirect: 1 });

/** A BPF program chooses: TCA_BPF_… (linux/pkt_cls.h). */
export const bpf = attributes('TCA_BPF', {
  act: [1, actions],
  police: [2, nested(police)],
  classid: [3, handle],
  opsLen: [4, u16],
  ops: [5, classicProgram],
  /** Of requests: the descriptor of a loaded program. */
  fd: [6, u32],
  name: [7, text],
  /** `actDirect`: what the program returns is what becomes of the packet. */
  flags: [8, flags(u32, programFlags)],
  flagsGen: [9, filterFlags],
  tag: [10, fixedBytes(8)],
  /** The number of a loaded program. */
  id: [11, u32],
});
