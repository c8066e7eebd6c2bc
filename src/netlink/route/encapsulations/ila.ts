import { enumOf, fixedBytes, i32, names, u8, u32 } from '../../../wire/index.js';
import { attributes } from '../../attributes.js';

/** linux/ila.h */
const ilaChecksumModes = names('ILA_CSUM', {
  adjustTransport: 0,
  neutralMap: 1,
  noAction: 2,
  neutralMapAuto: 3,
});

const ilaIdentifierTypes = names(
  'ILA_ATYPE',
  {
    iid: 0,
    luid: 1,
    virtV4: 2,
    virtUniV6: 3,
    virtMultiV6: 4,
    nonlocalAddr: 5,
    rsvd1: 6,
    rsvd2: 7,
    useFormat: 32,
  },
  { rsvd1: 'ILA_ATYPE_RSVD_1', rsvd2: 'ILA_ATYPE_RSVD_2' },
);

const ilaHookTypes = names('ILA_HOOK', { routeOutput: 0, routeInput: 1 });

/** Another locator in the upper half of an IPv6 destination: ILA_ATTR_… (linux/ila.h). */
export const ilaEncapsulation = attributes('ILA_ATTR', {
  /** Eight bytes, as they stand in the address. */
  locator: [1, fixedBytes(8)],
  identifier: [2, fixedBytes(8)],
  locatorMatch: [3, fixedBytes(8)],
  ifindex: [4, i32],
  dir: [5, u32],
  csumMode: [7, enumOf(u8, ilaChecksumModes)],
  identType: [8, enumOf(u8, ilaIdentifierTypes)],
  hookType: [9, enumOf(u8, ilaHookTypes)],
});
