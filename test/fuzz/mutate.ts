import { align4 } from '../../src/netlink/header.js';
import type { Random } from './random.js';

const lengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 0x7f, 0x80, 0xff, 0x100, 0xfffc, 0xffff];
const bytes = [0, 1, 2, 3, 4, 0x7f, 0x80, 0xfe, 0xff];

/** A message that is the given one but for one to four changes; `other` is one to take pieces from. */
export function mutate(
  message: Uint8Array,
  other: Uint8Array,
  attributes: number,
  random: Random,
): Uint8Array {
  let changed: Uint8Array = message.slice();
  for (let i = random.below(4); i >= 0; i--) {
    switch (random.below(7)) {
      case 0:
        flipBits(changed, random);
        break;
      case 1:
        if (changed.length > 0) changed[random.below(changed.length)] = random.pick(bytes);
        break;
      case 2:
      case 3:
        editHeader(changed, attributes, random);
        break;
      case 4:
        changed = changed.slice(0, random.below(changed.length + 1));
        break;
      case 5:
        changed = splice(changed, other, random);
        break;
      default:
        changed = grow(changed, random);
    }
  }
  return changed;
}

function flipBits(message: Uint8Array, random: Random): void {
  for (let i = random.below(4); i >= 0 && message.length > 0; i--) {
    message[random.below(message.length)]! ^= 1 << random.below(8);
  }
}

/** Changes the length or the number of an attribute, at the top or in what looks like a nest. */
function editHeader(message: Uint8Array, attributes: number, random: Random): void {
  const view = new DataView(message.buffer, message.byteOffset, message.length);
  const heads: number[] = [];
  for (let at = attributes; at + 4 <= message.length; ) {
    heads.push(at, at + 4);
    at += Math.max(4, align4(view.getUint16(at, true)));
  }
  const head = heads.length === 0 ? 0 : random.pick(heads);
  if (head + 4 > message.length) return;
  const length = view.getUint16(head, true);
  if (random.below(3) === 0)
    view.setUint16(head + 2, random.below(72) | (random.pick([0, 0, 1, 2, 3]) << 14), true);
  else if (random.below(2) === 0) view.setUint16(head, random.pick(lengths), true);
  else view.setUint16(head, Math.max(0, length + random.below(17) - 8), true);
}

/** The beginning of one and the end of another, mostly cut at multiples of four. */
function splice(message: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const mask = random.below(4) === 0 ? ~0 : ~3;
  const front = message.subarray(0, random.below(message.length + 1) & mask);
  const back = other.subarray(random.below(other.length + 1) & mask);
  const joined = new Uint8Array(front.length + back.length);
  joined.set(front);
  joined.set(back, front.length);
  return joined.length > 8192 ? joined.slice(0, 8192) : joined;
}

function grow(message: Uint8Array, random: Random): Uint8Array {
  const more = Uint8Array.from({ length: random.below(24) }, () => random.pick(bytes));
  const grown = new Uint8Array(message.length + more.length);
  grown.set(message);
  grown.set(more, message.length);
  return grown;
}
