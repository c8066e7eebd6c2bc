import {
  i32,
  names,
  shown,
  struct,
  type Type,
  u32,
  u64,
  unknownName,
  WireError,
} from '../../../wire/index.js';

/** What becomes of a packet (linux/pkt_cls.h). */
export const controlActions = names('TC_ACT', {
  /** What the filter says by itself: `continue` in tc(8). */
  unspec: -1,
  ok: 0,
  reclassify: 1,
  shot: 2,
  pipe: 3,
  stolen: 4,
  queued: 5,
  repeat: 6,
  redirect: 7,
  trap: 8,
});

type ControlActionName = keyof typeof controlActions.numbers;

/** A name, a number without one, or an opcode of four bits with a value: how many actions to skip, or the chain to go on with. */
export type ControlAction =
  | ControlActionName
  | number
  | { readonly jump: number }
  | { readonly gotoChain: number };

const opcodes = { jump: 0x1000_0000, gotoChain: 0x2000_0000 } as const;
const mostOfOpcode = 0x0fff_ffff;
const nameOf = new Map<number, ControlActionName>(
  Object.entries(controlActions.numbers).map(([name, number]) => [number, name as ControlActionName]),
);

export const controlAction: Type<ControlAction> & {
  readonly size: 4;
  readonly names: typeof controlActions;
} = {
  kind: 's32',
  size: 4,
  names: controlActions,
  decode(window, start, end) {
    const number = i32.decode(window, start, end);
    const value = number & mostOfOpcode;
    if ((number & ~mostOfOpcode) === opcodes.jump) return { jump: value };
    if ((number & ~mostOfOpcode) === opcodes.gotoChain) return { gotoChain: value };
    return nameOf.get(number) ?? number;
  },
  encode(value, sink) {
    i32.encode(numberOf(value), sink);
  },
};

function numberOf(value: ControlAction): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) {
    if (!Object.hasOwn(controlActions.numbers, value)) throw unknownName(value, controlActions);
    return controlActions.numbers[value];
  }
  for (const [name, opcode] of Object.entries(opcodes)) {
    const given = (value as Record<string, unknown>)[name];
    if (given === undefined) continue;
    if (!(Number.isInteger(given) && (given as number) >= 0 && (given as number) <= mostOfOpcode))
      throw new WireError(`${shown(given)} is not a whole number from 0 to ${mostOfOpcode}`).within(name);
    return opcode | (given as number);
  }
  throw new WireError('takes a TC_ACT_ name, a number, { jump: … } or { gotoChain: … }');
}

/** What the structs of actions begin with: tc_gen (linux/pkt_cls.h). */
export const general = {
  /** The action's number among those of its kind. */
  index: u32,
  capab: u32,
  /** What becomes of packets after it. */
  action: controlAction,
  refcnt: i32,
  /** Filters that have it. */
  bindcnt: i32,
} as const;

/** struct tcf_t, in clock ticks (1/100 s) ago; `expires` from now. Kernels before 4.5 end before `firstuse`. */
export const times = struct({ install: u64, lastuse: u64, expires: u64, firstuse: u64 }, { min: 24 });
