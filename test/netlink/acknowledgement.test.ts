import { describe, expect, test } from 'vitest';
import { readAcknowledgement, readDone } from '../../src/netlink/acknowledgement.js';
import { messageFlags } from '../../src/netlink/header.js';
import { link, nexthop, route } from '../../src/netlink/index.js';
import { type AnyRequest, encodeRequest } from '../../src/netlink/request.js';
import { Window } from '../../src/wire/index.js';
import { acknowledgement, attribute, cString, done, join, u32 } from '../support/netlink-bytes.js';

const { NLM_F_CAPPED, NLM_F_ACK_TLVS, NLM_F_MULTI } = messageFlags;
const MSG = 1;
const OFFS = 2;
const POLICY = 4 | 0x8000;
const MISS_TYPE = 5;
const MISS_NEST = 6;

const newRoute: AnyRequest = {
  schema: route,
  type: 'RTM_NEWROUTE',
  value: {
    family: 'inet',
    dst: '10.0.0.0',
    metrics: { mtu: 9, ccAlgo: 'nonsense' },
    multipath: [
      { ifindex: 1, gateway: '10.0.0.1' },
      { ifindex: 2, gateway: '10.0.0.2' },
    ],
  },
};
const newLink: AnyRequest = {
  schema: link,
  type: 'RTM_NEWLINK',
  value: { family: 'unspec', ifname: 'x', linkinfo: { kind: 'veth', data: new Uint8Array(8) } },
};

/** Where `needle` stands in the message of a request. */
function offsetOf(request: AnyRequest, needle: Uint8Array): number {
  const at = Buffer.from(encodeRequest(request, 1)).indexOf(needle);
  expect(at).toBeGreaterThan(0);
  return at;
}

/** The error that the bytes stand for, and the request with its real encoding. */
function read(bytes: Uint8Array, request = newRoute, from = 0) {
  // Read from the middle of a buffer, as they come.
  const window = new Window(join(new Uint8Array(from), bytes, new Uint8Array(64).fill(0xee)));
  return readAcknowledgement(window, from, from + bytes.length, request, encodeRequest(request, 1));
}

const flags = NLM_F_ACK_TLVS | NLM_F_CAPPED;

describe('NLMSG_ERROR', () => {
  test('errno 0 is no error, whatever else is there', () => {
    expect(read(acknowledgement(1, 0))).toBeUndefined();
    expect(
      read(acknowledgement(1, 0, { flags, attributes: [attribute(MSG, cString('careful'))] })),
    ).toBeUndefined();
  });

  test('without attributes', () => {
    expect(read(acknowledgement(1, -17))).toMatchObject({
      code: 'EEXIST',
      message: 'RTM_NEWROUTE EEXIST: File exists',
    });
  });

  const attributes = [attribute(MSG, cString('said the kernel')), attribute(OFFS, u32(16))];
  const echo = encodeRequest(newRoute, 1);

  test.each([
    ['capped to the header', { flags, attributes }],
    ['with the whole request', { flags: NLM_F_ACK_TLVS, echo, attributes }],
    [
      'with a request whose length is no multiple of four',
      { flags: NLM_F_ACK_TLVS, echo: join(u32(18), new Uint8Array(14)), attributes },
    ],
  ])('%s', (_, options) => {
    for (const from of [0, 1024]) {
      expect(read(acknowledgement(1, -22, options), newRoute, from)).toMatchObject({
        code: 'EINVAL',
        kernelMessage: 'said the kernel',
        attribute: 'family',
      });
    }
  });

  test('attributes are not looked for where the flags deny them', () => {
    expect(read(acknowledgement(1, -22, { flags: NLM_F_CAPPED, attributes }))).not.toHaveProperty(
      'kernelMessage',
    );
  });

  test('an echo that is said to be longer than the message', () => {
    const lying = acknowledgement(1, -22, { flags: NLM_F_ACK_TLVS, echo: u32(4000, 0, 1, 0), attributes });
    expect(read(lying)).toMatchObject({ code: 'EINVAL' });
  });

  test('attributes that cannot be read leave the error as it is', () => {
    const broken = [attribute(OFFS, new Uint8Array(2)), attribute(MSG, cString('words')), u32(0xffff_ffff)];
    const error = read(acknowledgement(1, -22, { flags, attributes: broken }));
    expect(error).toMatchObject({ code: 'EINVAL', kernelMessage: 'words' });
    expect(error).not.toHaveProperty('attribute');
  });
});

describe('the attribute at fault', () => {
  const at = (request: AnyRequest, offset: number) =>
    read(acknowledgement(1, -22, { flags, attributes: [attribute(OFFS, u32(offset))] }), request)?.attribute;

  test('in the message', () => {
    const dst = offsetOf(newRoute, attribute(1, new Uint8Array([10, 0, 0, 0])));
    expect(at(newRoute, dst)).toBe('dst');
    // The value, not only its header.
    expect(at(newRoute, dst + 4)).toBe('dst');
  });

  test('in nests', () => {
    const metrics = offsetOf(newRoute, attribute(2, u32(9)));
    expect(at(newRoute, metrics)).toBe('metrics.mtu');
    expect(at(newRoute, metrics + 8)).toBe('metrics.ccAlgo');
    expect(at(newRoute, metrics - 4)).toBe('metrics');
    expect(at(newLink, offsetOf(newLink, attribute(1, cString('veth'))))).toBe('linkinfo.kind');
    const data = offsetOf(newLink, attribute(2, new Uint8Array(8)));
    expect(at(newLink, data)).toBe('linkinfo.data');
  });

  test('in records', () => {
    const gateway = offsetOf(newRoute, attribute(5, new Uint8Array([10, 0, 0, 2])));
    expect(at(newRoute, gateway)).toMatch(/^multipath\.?\[1\]\.gateway$/);
  });

  test('in the fixed header', () => {
    expect(at(newRoute, 16)).toBe('family');
    expect(at(newRoute, 17)).toBe('dstLen');
  });

  test('nowhere, in nlmsghdr or beyond the end', () => {
    for (const offset of [0, 4, 4000, 0xffff_ffff]) expect(at(newRoute, offset)).toBeUndefined();
  });

  test('an attribute that the schema does not know', () => {
    const odd: AnyRequest = { ...newRoute, value: { family: 'inet', '#77': new Uint8Array(4) } };
    expect(at(odd, offsetOf(odd, attribute(77, new Uint8Array(4))))).toBe('#77');
  });
});

describe('a policy', () => {
  test('is told in the kernel’s own terms', () => {
    const policy = attribute(
      POLICY,
      attribute(1, u32(4)),
      attribute(4, u32(68, 0)),
      attribute(5, u32(65535, 0)),
    );
    const error = read(acknowledgement(1, -34, { flags, attributes: [policy] }));
    expect(error).toMatchObject({
      code: 'ERANGE',
      policy: { type: 'u32', minValueU: 68, maxValueU: 65535 },
      message: expect.stringContaining('(takes u32 from 68 to 65535)'),
    });
  });
});

describe('a missing attribute', () => {
  const missing = (request: AnyRequest, ...attributes: Uint8Array[]) =>
    read(acknowledgement(1, -22, { flags, attributes }), request);

  test('of the message', () => {
    expect(missing(newLink, attribute(MISS_TYPE, u32(18)))).toMatchObject({
      missing: 'linkinfo',
      message: expect.stringContaining('(missing: linkinfo)'),
    });
    expect(
      missing({ schema: nexthop, type: 'RTM_NEWNEXTHOP', value: {} }, attribute(MISS_TYPE, u32(5))),
    ).toMatchObject({
      missing: 'oif',
    });
    expect(missing(newLink, attribute(MISS_TYPE, u32(999)))).toMatchObject({ missing: '#999' });
  });

  test('of a nest', () => {
    const info = offsetOf(newLink, attribute(1, cString('veth'))) - 4;
    expect(missing(newLink, attribute(MISS_TYPE, u32(4)), attribute(MISS_NEST, u32(info)))).toMatchObject({
      missing: 'linkinfo.slaveKind',
    });
    expect(missing(newLink, attribute(MISS_TYPE, u32(99)), attribute(MISS_NEST, u32(info)))).toMatchObject({
      missing: 'linkinfo.#99',
    });
  });

  test('of a nest that is not found', () => {
    expect(missing(newLink, attribute(MISS_TYPE, u32(1)), attribute(MISS_NEST, u32(9999)))).toMatchObject({
      missing: '#1',
    });
  });
});

describe('NLMSG_DONE', () => {
  const readEnd = (bytes: Uint8Array) => {
    const window = new Window(join(bytes, new Uint8Array(64).fill(0xee)));
    return readDone(window, 0, bytes.length, newRoute, encodeRequest(newRoute, 1));
  };

  test('a dump that ended well', () => {
    expect(readEnd(done(1))).toBeUndefined();
    expect(readEnd(done(1, 1234))).toBeUndefined();
    // struct nlmsghdr alone, which old kernels send.
    expect(readEnd(done(1).subarray(0, 16))).toBeUndefined();
  });

  test('a dump that did not, and why', () => {
    const attributes = [attribute(MSG, cString('too much')), attribute(OFFS, u32(17))];
    expect(readEnd(done(1, -22, NLM_F_MULTI | NLM_F_ACK_TLVS, attributes))).toMatchObject({
      code: 'EINVAL',
      kernelMessage: 'too much',
      attribute: 'dstLen',
    });
    const mute = readEnd(done(1, -12, NLM_F_MULTI, attributes));
    expect(mute).toMatchObject({ code: 'ENOMEM' });
    expect(mute).not.toHaveProperty('kernelMessage');
  });
});
