import type { Nsid } from '../../../netlink/route/index.js';
import type { Format, FormatContext } from './format.js';

/** The name of the namespace that is meant, by the number that it has here. */
function nameOf({ nsid, currentNsid = nsid }: Nsid, context: FormatContext): string | undefined {
  return currentNsid === undefined || currentNsid < 0 ? undefined : context.namespaceName?.(currentNsid);
}

function text(value: Nsid, context: FormatContext): string {
  const { nsid, currentNsid } = value;
  if (nsid === undefined) return '';
  let line = `nsid ${nsid < 0 ? 'unassigned' : nsid} `;
  if (currentNsid !== undefined) line += `current-nsid ${currentNsid < 0 ? 'unassigned' : currentNsid} `;
  const name = nameOf(value, context);
  if (name !== undefined) line += `(iproute2 netns name: ${name})`;
  return `${line}\n`;
}

function json(value: Nsid, context: FormatContext): Record<string, unknown> | undefined {
  const { nsid, currentNsid } = value;
  if (nsid === undefined) return undefined;
  const name = nameOf(value, context);
  return {
    ...(nsid < 0 ? {} : { nsid }),
    ...(currentNsid === undefined || currentNsid < 0 ? {} : { 'current-nsid': currentNsid }),
    ...(name === undefined ? {} : { name }),
  };
}

/** The numbers of network namespaces, as `ip netns list-id` and `ip monitor nsid` print them. */
export const nsidFormat: Format<Nsid> = { text, json };
