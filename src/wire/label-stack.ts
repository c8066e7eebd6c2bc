import { fromHex, bytes as rawBytes } from './bytes.js';
import { shown, WireError } from './error.js';
import type { Type } from './type.js';
import type { Window } from './window.js';

const entrySize = 4;
const bottomOfStack = 0x100;
const highest = 0xf_ffff;
const text = /^(0|[1-9]\d{0,6})(\/(0|[1-9]\d{0,6}))*$/;

function read(window: Window, start: number, end: number): string | Uint8Array {
  if ((end - start) % entrySize !== 0)
    throw new WireError('a stack of MPLS labels has four bytes a label', start);
  let labels = '';
  for (let at = start; at < end; at += entrySize) {
    const word = window.view.getUint32(at);
    const last = at + entrySize === end;
    // What text would not tell: a class, a lifetime, a stack that goes on or ends elsewhere.
    if ((word & 0xfff) !== (last ? bottomOfStack : 0)) return window.copy(start, end);
    labels += `${at === start ? '' : '/'}${word >>> 12}`;
  }
  return end === start ? new Uint8Array(0) : labels;
}

/**
 * A stack of MPLS labels (RFC 3032) as text, the outermost first: `100/200`. Stacks whose entries have a traffic class or
 * a lifetime, or do not end at the last one, stay bytes; encoding takes hexadecimal digits for them too.
 */
export const labelStack: Type<string | Uint8Array> = {
  kind: 'label stack',
  size: undefined,
  decode: read,
  encode(value, sink) {
    if (typeof value !== 'string') return rawBytes.encode(value, sink);
    if (!text.test(value)) {
      if (!/^([0-9a-f]{8})*$/i.test(value))
        throw new WireError(`'${shown(value)}' is no stack of MPLS labels, as 100/200 is`);
      sink.write(fromHex(value));
      return;
    }
    const labels = value.split('/').map(Number);
    for (const [i, label] of labels.entries()) {
      if (label > highest) throw new WireError(`${label} is no MPLS label: they go to ${highest}`);
      const at = sink.reserve(entrySize);
      sink.view.setUint32(at, label * 0x1000 + (i === labels.length - 1 ? bottomOfStack : 0));
    }
  },
  source: (place, length, code) => `${code.bind(read)}(window, ${place.byte(0)}, ${place.byte(length)})`,
};
