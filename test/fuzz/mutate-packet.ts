import type { Random } from './random.js';

const bytes = [0, 1, 2, 3, 4, 5, 8, 0x0f, 0x3f, 0x40, 0x7f, 0x80, 0xc0, 0xf0, 0xfe, 0xff];
const words = [0, 1, 3, 4, 7, 8, 0x14, 0x28, 0x3fff, 0x7fff, 0x8000, 0xffff];

/** A packet that is the given one but for one to four changes; `other` is one to take pieces from. */
export function mutatePacket(packet: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let changed: Uint8Array = packet.slice();
  for (let i = random.below(4); i >= 0; i--) {
    const size = changed.length;
    switch (size === 0 ? 5 : random.below(6)) {
      case 0:
        changed[random.below(size)]! ^= 1 << random.below(8);
        break;
      case 1:
        changed[random.below(size)] = random.pick(bytes);
        break;
      case 2:
        if (size > 1) new DataView(changed.buffer).setUint16(random.below(size - 1), random.pick(words));
        break;
      case 3:
        changed = changed.slice(0, random.below(size + 1));
        break;
      case 4:
        changed = joined(
          changed.subarray(0, random.below(size + 1)),
          other.subarray(random.below(other.length + 1)),
        );
        break;
      default:
        changed = joined(
          changed,
          Uint8Array.from({ length: random.below(24) }, () => random.pick(bytes)),
        );
    }
  }
  return changed;
}

function joined(front: Uint8Array, back: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.min(front.length + back.length, 4096));
  whole.set(front.subarray(0, 4096));
  if (front.length < 4096) whole.set(back.subarray(0, 4096 - front.length), front.length);
  return whole;
}
