import type { Link } from '../../../netlink/route/index.js';

type Xdp = NonNullable<Link['xdp']>;

/** XDP_ATTACHED_… (linux/if_link.h). */
const attached = { none: 0, driver: 1, generic: 2, hardware: 3, multi: 4 } as const;

const modeWords: readonly (string | undefined)[] = [undefined, 'xdp', 'xdpgeneric', 'xdpoffload', 'xdpmulti'];

/** The programs that an interface runs in several places, with the word that tells their lines apart. */
const places: readonly (readonly ['skbProgId' | 'drvProgId' | 'hwProgId', string, number])[] = [
  ['skbProgId', 'generic', attached.generic],
  ['drvProgId', 'drv', attached.driver],
  ['hwProgId', 'offload', attached.hardware],
];

/** The mode that programs are attached in; undefined where there are none. */
function modeOf(xdp: Xdp | undefined): number | undefined {
  return xdp?.attached === attached.none ? undefined : xdp?.attached;
}

/** The word in the first line, with the program's number where no line of its own follows. */
export function xdpText(xdp: Xdp, withNumber: boolean): string {
  const mode = modeOf(xdp);
  if (mode === undefined) return '';
  const number = withNumber && xdp.progId ? `/id:${xdp.progId}` : '';
  return `${modeWords[mode] ?? `xdp[${mode}]`}${number} `;
}

/** A line for each program, each after its line feed. */
export function xdpProgramLines(xdp: Xdp): string {
  const mode = modeOf(xdp);
  if (mode === undefined) return '';
  let text = xdp.progId ? `\n    prog/xdp id ${xdp.progId} ` : '';
  if (mode !== attached.multi) return text;
  for (const [field, word] of places) {
    if (xdp[field]) text += `\n    prog/xdp${word} id ${xdp[field]} `;
  }
  return text;
}

export function xdpJson(xdp: Xdp): Record<string, unknown> | undefined {
  const mode = modeOf(xdp);
  if (mode === undefined) return undefined;
  const programs: Record<string, unknown>[] = [];
  for (const [field, , place] of places) {
    if (xdp[field] !== undefined) programs.push({ mode: place, prog: { id: xdp[field] } });
  }
  // Older kernels say only which program there is.
  if (programs.length === 0 && xdp.progId !== undefined) programs.push({ mode, prog: { id: xdp.progId } });
  return { mode, ...(xdp.progId ? { prog: { id: xdp.progId } } : {}), attached: programs };
}
