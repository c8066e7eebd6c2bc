import { toHex } from '../../../../wire/index.js';
import type { Json } from '../fields.js';

/** An option of Geneve, of a filter or an action. */
interface GeneveOption {
  readonly class?: number | undefined;
  readonly type?: number | undefined;
  readonly data?: Uint8Array | undefined;
}

const nothing = new Uint8Array(0);

/** `0102:80:00000001` */
export function geneveText({ class: optionClass = 0, type = 0, data = nothing }: GeneveOption): string {
  const digits = (value: number, count: number) => value.toString(16).padStart(count, '0');
  return `${digits(optionClass, 4)}:${digits(type, 2)}:${toHex(data)}`;
}

export function geneveJson({ class: optionClass = 0, type = 0, data = nothing }: GeneveOption): Json {
  return { class: optionClass, type, data: [...data] };
}

interface ErspanOptions {
  readonly ver?: number | undefined;
  readonly index?: number | undefined;
  readonly dir?: number | undefined;
  readonly hwid?: number | undefined;
}

/** What tc prints of them, with 0 for what is not of their version. */
export function erspanMembers({ ver = 0, index = 0, dir = 0, hwid = 0 }: ErspanOptions): [string, number][] {
  const first = ver === 1;
  return [
    ['ver', ver],
    ['index', first ? index : 0],
    ['dir', first ? 0 : dir],
    ['hwid', first ? 0 : hwid],
  ];
}
