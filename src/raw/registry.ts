import type { AnyProtocol } from './protocol.js';

/** The protocols by their layers' names; `protocols.ts` fills it, so that formats need not import one another. */
export const registry = new Map<string, AnyProtocol>();
