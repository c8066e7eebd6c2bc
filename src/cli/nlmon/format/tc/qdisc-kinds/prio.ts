import type { Printout } from '../printout.js';
import type { QdiscOptionsOf } from './kind.js';

export function addPrio(out: Printout, { bands, priomap }: QdiscOptionsOf<'pfifo_fast'>): void {
  out.number('bands', 'bands ', bands, ' ');
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
  if (nbands === undefined || nstrict === undefined || quanta === undefined || priomap === undefined) return;
  out.number('bands', 'bands ', nbands, ' ');
  if (nstrict !== 0) out.number('strict', 'strict ', nstrict, ' ');
  const sizes = quanta.quantaBand ?? [];
  if (sizes.length > 0) out.add('quanta', `quanta${sizes.map(size => ` ${size}`).join('')} `, sizes);
  const bands = priomap.priomapBand ?? [];
  if (bands.length > 0) out.add('priomap', `priomap${bands.map(band => ` ${band}`).join('')} `, bands);
}
