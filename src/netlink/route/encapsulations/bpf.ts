import { text, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';
import { nested } from '../../nested.js';

/** A program, by descriptor in a request, and the name that it was given. */
const program = attributes('LWT_BPF_PROG', { fd: [1, u32], name: [2, text] });

/** Programs that look at packets of a route: LWT_BPF_… (linux/lwtunnel.h). */
export const bpfEncapsulation = (flag: boolean) =>
  attributes('LWT_BPF', {
    in: [1, nested(program, { flag })],
    out: [2, nested(program, { flag })],
    xmit: [3, nested(program, { flag })],
    /** Bytes that are kept free in front, up to 256. */
    xmitHeadroom: [4, u32],
  });
