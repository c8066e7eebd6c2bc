import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = fileURLToPath(new URL('.', import.meta.url));
export const programs = join(bench, 'programs');
export const section = join(bench, 'section.js');
export const results = join(bench, 'results.md');
export const nlmon = fileURLToPath(new URL('../bin/nlmon.js', import.meta.url));
export const library = new URL('../dist/netlink/index.js', import.meta.url).href;
