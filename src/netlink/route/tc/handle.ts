import { type Code, type Place, shown, type Type, u32, WireError } from '../../../wire/index.js';

/** TC_H_ROOT: what a root qdisc hangs on. */
const root = 0xffff_ffff;

/** TC_H_INGRESS and TC_H_CLSACT (linux/pkt_sched.h): what the qdiscs ingress and clsact hang on. */
export const ingressHandle = 'ffff:fff1';
/** Where filters of clsact hang: TC_H_MIN_INGRESS and TC_H_MIN_EGRESS. The qdisc ingress has the first. */
export const ingressBlockHandle = 'ffff:fff2';
export const egressBlockHandle = 'ffff:fff3';

/** What tc(8) calls the places of clsact. */
export const parentNames = { ingress: ingressBlockHandle, egress: egressBlockHandle } as const;

/** A handle as tc(8) writes it: `1:` is a qdisc, `1:10` a class (both parts hexadecimal), `root` what all hang on. */
export function handleText(handle: number): string {
  if (handle === root) return 'root';
  const [major, minor] = [handle >>> 16, handle & 0xffff];
  if (major === 0 && minor !== 0) return `:${minor.toString(16)}`;
  return `${major.toString(16)}:${minor === 0 ? '' : minor.toString(16)}`;
}

/** The number behind a handle's text. Throws WireError for what is none. */
export function parseHandle(text: string): number {
  if (text === 'root') return root;
  if (text === 'none') return 0;
  const [, major, minor] = /^([0-9a-f]{0,4}):([0-9a-f]{0,4})$/i.exec(text) ?? [];
  if (major === undefined || minor === undefined || text === ':') {
    throw new WireError(
      `'${shown(text)}' is no handle: root, none, or major:minor in hexadecimal, as 1: or 1:10`,
    );
  }
  return ((Number.parseInt(major || '0', 16) << 16) | Number.parseInt(minor || '0', 16)) >>> 0;
}

/** The 32-bit name of a qdisc or class (linux/pkt_sched.h), as text; a number is taken too. */
export const handle: Type<string, string | number> & { size: 4 } = {
  kind: 'u32',
  size: 4,
  decode: (window, start, end) => handleText(u32.decode(window, start, end)),
  encode(value, sink) {
    u32.encode(typeof value === 'number' ? value : parseHandle(value), sink);
  },
  source: (place: Place, length: number, code: Code) =>
    `${code.bind(handleText)}(${u32.source!(place, length, code)})`,
};
