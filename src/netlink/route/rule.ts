import {
  be32,
  be64,
  enumOf,
  flags,
  ip,
  names,
  padding,
  struct,
  text,
  u8,
  u16,
  u32,
} from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { family, routeProtocols } from './common.js';

/** What a rule that matches does (linux/fib_rules.h). */
export const ruleActions = names('FR_ACT', {
  unspec: 0,
  toTbl: 1,
  goto: 2,
  nop: 3,
  res3: 4,
  res4: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
});

export const ruleFlags = names('FIB_RULE', {
  permanent: 0x01,
  invert: 0x02,
  unresolved: 0x04,
  iifDetached: 0x08,
  oifDetached: 0x10,
  findSaddr: 0x10000,
});

const portRange = struct({ start: u16, end: u16 });
const uidRange = struct({ start: u32, end: u32 });

/** A rule that chooses the routing table: struct fib_rule_hdr and FRA_… (linux/fib_rules.h). */
export const rule = message({
  name: 'rule',
  types: { RTM_NEWRULE: 32, RTM_DELRULE: 33, RTM_GETRULE: 34 },
  header: struct({
    family,
    dstLen: u8,
    srcLen: u8,
    tos: u8,
    /** The low byte of `table` where that has no more; 252 (RT_TABLE_COMPAT) otherwise. */
    table8: u8,
    _: padding(2),
    action: enumOf(u8, ruleActions),
    flags: flags(u32, ruleFlags),
  }),
  attributes: attributes('FRA', {
    dst: [1, ip],
    src: [2, ip],
    iifname: [3, text],
    goto: [4, u32],
    priority: [6, u32],
    fwmark: [10, u32],
    flow: [11, u32],
    tunId: [12, be64],
    suppressIfgroup: [13, u32],
    suppressPrefixlen: [14, u32],
    table: [15, u32],
    fwmask: [16, u32],
    oifname: [17, text],
    l3mdev: [19, u8],
    uidRange: [20, uidRange],
    protocol: [21, enumOf(u8, routeProtocols)],
    ipProto: [22, u8],
    sportRange: [23, portRange],
    dportRange: [24, portRange],
    dscp: [25, u8],
    flowlabel: [26, be32],
    flowlabelMask: [27, be32],
    sportMask: [28, u16],
    dportMask: [29, u16],
    dscpMask: [30, u8],
  }),
});

export type Rule = DecodedOf<typeof rule>;
export type RuleInput = EncodableOf<typeof rule>;
