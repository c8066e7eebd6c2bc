import type { classicProgram } from '../../../../netlink/route/classic-bpf.js';
import { type Decoded, toHex } from '../../../../wire/index.js';
import type { Printout } from './printout.js';

/** Instructions of classic BPF. */
export function addInstructions(out: Printout, ops: Decoded<typeof classicProgram>, length: number): void {
  if (length === 0) return;
  out.object('bytecode', () => {
    out.add('length', `bytecode '${length},`, length);
    const last = length - 1;
    let i = 0;
    out.objects('insns', ops.slice(0, length), ({ code, jt, jf, k }) => {
      out.number('code', '', code, ' ');
      out.number('jt', '', jt, ' ');
      out.number('jf', '', jf, ' ');
      out.number('k', '', k, i++ === last ? "'" : ',');
    });
  });
}

/**
 * Which program it is, as tc prints it where it may not ask bpf(2): netlink tells the number and the tag, and not the name
 * nor whether it was compiled.
 */
export function addProgram(
  out: Printout,
  { id, tag }: { readonly id?: number | undefined; readonly tag?: Uint8Array | undefined },
): void {
  if (id !== undefined) out.object('prog', () => out.number('id', 'id ', id, ' '));
  if (tag === undefined) return;
  const text = toHex(tag);
  out.add('tag', `tag ${text} `, text);
}
