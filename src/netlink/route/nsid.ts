import { i32, struct, u32 } from '../../wire/index.js';
import { attributes } from '../attributes.js';
import { type DecodedOf, type EncodableOf, message } from '../message.js';
import { family } from './common.js';

/** The number by which one network namespace knows another: struct rtgenmsg and NETNSA_… (linux/net_namespace.h). */
export const nsid = message({
  name: 'nsid',
  types: { RTM_NEWNSID: 88, RTM_DELNSID: 89, RTM_GETNSID: 90 },
  header: struct({ family }),
  attributes: attributes('NETNSA', {
    nsid: [1, i32],
    pid: [2, u32],
    fd: [3, u32],
    targetNsid: [4, i32],
    currentNsid: [5, i32],
  }),
});

export type Nsid = DecodedOf<typeof nsid>;
export type NsidInput = EncodableOf<typeof nsid>;
