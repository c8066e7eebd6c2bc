import { expect, test } from 'vitest';
import { type RouteOptions, routeValue } from '../../../../src/netlink/route/options/route.js';
import { route } from '../../../../src/netlink/route/route.js';
import { Sink, toHex } from '../../../../src/wire/index.js';

const value = (options: RouteOptions) => routeValue(options, 'add', () => 3);

/** The attributes of the request. */
function request(options: RouteOptions): string {
  const sink = new Sink();
  route.requestSchema(24).encode(value(options) as never, sink);
  return toHex(sink.bytes(12));
}

test('a label is a destination', () => {
  expect(
    value({ family: 'mpls', dst: '100', newdst: '200/300', via: { family: 'inet', address: '10.0.0.1' } }),
  ).toMatchObject({ family: 'mpls', dst: '100', dstLen: 20, newdst: '200/300', scope: 'universe' });
  expect(() => value({ dst: '100' })).toThrow("'100' is not an IP address");
});

test('an encapsulation is marked as a nest in requests, and its labels are a stack', () => {
  const hex = request({ dst: '10.0.0.0/8', dev: 'd0', encapType: 'mpls', encap: { dst: '100/200', ttl: 5 } });
  expect(hex).toContain('18001680' + '0c000100' + '00064000' + '000c8100' + '0500020005000000');
});

test('each option of GENEVE is an attribute of its own in requests', () => {
  const option = { class: 1, type: 2, data: '01020304' };
  const encap = { id: 1, opts: { geneve: [option, { ...option, class: 3 }] } };
  const hex = request({ dst: '10.0.0.0/8', dev: 'd0', encapType: 'ip', encap });
  const nest = (number: number) =>
    `1c000180${`0600010000${number.toString(16).padStart(2, '0')}0000`}0500020002000000`;
  expect(hex).toContain(`3c000880${nest(1)}08000300${'01020304'}${nest(3)}`);
});

test('lengths and counts of a list of segments are made from it', () => {
  const segments = ['2001:db8::b', '2001:db8::a'];
  const hex = request({
    dst: '2001:db8:1::/48',
    dev: 'd0',
    encapType: 'seg6',
    encap: { srh: { mode: 'encap', segments } },
  });
  expect(hex).toContain('01000000' + '00040401' + '01000000' + '20010db800000000000000000000000b');
});

test.each([
  [{ encapType: 'mpls', encap: { dst: 'x' } }, /encap\.dst: 'x' is no stack/],
  [{ encapType: 'mpls', encap: { tttl: 1 } }, /encap: there is no field 'tttl'; did you mean 'ttl'/],
  [{ encapType: 'seg6', encap: { srh: { mode: 'encap', segments: [] } } }, /encap\.srh\.segments/],
  [{ encapType: 'seg6', encap: { srh: { mode: 'encap', segments: ['::1'], tlvs: '00' } } }, /multiple of 8/],
  [{ encapType: 'rpl', encap: { srh: {} } }, /takes an array of IPv6 addresses, or data/],
  [{ encapType: 'segs', encap: {} }, /did you mean 'seg6'/],
] as [object, RegExp][])('%j is refused', (encapsulation, message) => {
  expect(() => request({ dst: '10.0.0.0/8', dev: 'd0', ...encapsulation } as RouteOptions)).toThrow(message);
});
