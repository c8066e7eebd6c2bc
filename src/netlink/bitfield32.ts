import { flags, type Names, type Struct, struct, u32 } from '../wire/index.js';

type Bits<Name extends string> = ReturnType<typeof flags<Name>>;

/** Bits and which of them are meant: struct nla_bitfield32 (linux/netlink.h). In a request, the others stay as they are. */
export function bitfield32<Name extends string>(
  set: Names<Name>,
): Struct<{ readonly value: Bits<Name>; readonly selector: Bits<Name> }> {
  return struct({ value: flags(u32, set), selector: flags(u32, set) });
}
