import type { Printout } from '../printout.js';
import type { QdiscOptionsOf } from './kind.js';

export function addPrio(out: Printout, { bands, priomap }: QdiscOptionsOf<'pfifo_fast'>): void {
  out.number('bands', 'bands ', bands >>> 0, ' ');
  out.add('priomap', `priomap${priomap.map(band => ` ${band}`).join('')}`, priomap);
  out.put('multiqueue', false);
}

/** tc's JSON has the text where members should be. */
export function addMultiq(out: Printout, { bands, maxBands }: QdiscOptionsOf<'multiq'>): void {
  out.number('bands', 'bands ', bands);
  out.number('max_bands', '/', maxBands, ' ');
}

export function addEts(out: Printout, options: QdiscOptionsOf<'ets'>): void {
  const { nbands, nstrict, quanta, priomap } = options;
  if (nbands === undefined || priomap === undefined) return;
  out.number('bands', 'bands ', nbands, ' ');
  if (nstrict !== undefined) out.number('strict', 'strict ', nstrict, ' ');
  const list = (values: readonly number[]): string => values.map(value => ` ${value}`).join('');
  const sizes = quanta?.quantaBand ?? [];
  if (quanta !== undefined) out.add('quanta', `quanta${list(sizes)} `, sizes);
  const bands = priomap.priomapBand ?? [];
  out.add('priomap', `priomap${list(bands)} `, bands);
}
