import { describe, expect, test } from 'vitest';
import { NetlinkError, SocketError } from '../../src/netlink/index.js';

describe('NetlinkError', () => {
  test('is a SocketError with the message type as its system call', () => {
    const error = new NetlinkError({ request: 'RTM_NEWROUTE', errno: -17 });
    expect(error).toBeInstanceOf(SocketError);
    expect(error).toMatchObject({
      name: 'NetlinkError',
      code: 'EEXIST',
      errno: -17,
      syscall: 'RTM_NEWROUTE',
      message: 'RTM_NEWROUTE EEXIST: File exists',
    });
    for (const key of ['kernelMessage', 'attribute', 'policy', 'missing']) expect(key in error).toBe(false);
  });

  test('tells what the kernel said, where, and what is missing', () => {
    const error = new NetlinkError({
      request: 'RTM_NEWLINK',
      errno: -22,
      kernelMessage: 'Unknown device type',
      attribute: 'linkinfo.kind',
      missing: 'linkinfo.data',
    });
    expect(error.message).toBe(
      'RTM_NEWLINK EINVAL: Invalid argument: Unknown device type (at linkinfo.kind) (missing: linkinfo.data)',
    );
    expect(error).toMatchObject({
      kernelMessage: 'Unknown device type',
      attribute: 'linkinfo.kind',
      missing: 'linkinfo.data',
    });
  });

  test.each([
    [{ type: 'u8', minValueU: 1, maxValueU: 32 }, 'takes u8 from 1 to 32'],
    [{ type: 's32', minValueS: -1, maxValueS: 4 }, 'takes s32 from -1 to 4'],
    [{ type: 'u32', maxValueU: 9 }, 'takes u32 from the least to 9'],
    [{ type: 'u32', minValueU: 0 }, 'takes u32 from 0 to the most'],
    [{ type: 'nulString', maxLength: 15 }, 'takes nulString of at most 15 bytes'],
    [{ type: 'binary', minLength: 4, maxLength: 16 }, 'takes binary of 4 to 16 bytes'],
    [{ type: 'u8', mask: 0x1f }, 'takes u8 within the bits 0x1f'],
    [{ type: 'bitfield32', bitfield32Mask: 3 }, 'takes bitfield32 within the bits 0x3'],
    [{ type: 77, maxValueU: 2n ** 60n }, 'takes 77 from the least to 1152921504606846976'],
    [{ type: 'binary', minLength: 4 }, 'takes binary of at least 4 bytes'],
  ] as const)('puts a policy into words: %o', (policy, words) => {
    const error = new NetlinkError({ request: 'X', errno: -34, policy });
    expect(error.message).toContain(`(${words})`);
    expect(error.policy).toBe(policy);
  });

  test('says nothing of a policy that says nothing', () => {
    expect(new NetlinkError({ request: 'X', errno: -22, policy: { policyIdx: 1 } }).message).toBe(
      'X EINVAL: Invalid argument',
    );
  });

  test('an errno without a name keeps its number', () => {
    expect(new NetlinkError({ request: 'X', errno: -524 }).code).toMatch(/^E(NOTSUPP|524)$/);
  });
});
