import { readFileSync } from 'node:fs';
import type { RouteGroup } from '../../netlink/route/index.js';
import { RouteMonitor } from '../../netlink/route/route-monitor.js';
import { type ReplayedEvent, RouteReplay } from '../../netlink/route/route-replay.js';
import { WireError } from '../../wire/index.js';
import { eventKind, familyOf } from './event-kind.js';
import { wantsNexthops } from './known-nexthops.js';
import { objects } from './objects.js';
import type { Recorder } from './recorder.js';
import type { Settings } from './settings.js';

/** Where events come from: the kernel, or a recording. */
export async function openSource(
  settings: Settings,
  recorder: Recorder | undefined,
): Promise<RouteMonitor | RouteReplay> {
  const { namespace, receiveBuffer, allNamespaces, replay, speed } = settings;
  if (replay !== undefined) return new RouteReplay(readRecordingFile(replay), { speed });
  // A snapshot that shows all links tells their names too.
  const shown = settings.snapshot && settings.objects.includes('links') && settings.device === undefined;
  return RouteMonitor.open(groupsOf(settings), {
    namespace,
    receiveBuffer,
    allNamespaces,
    raw: recorder !== undefined,
    onLinks: (links, nsid) => {
      if (!shown || nsid !== undefined) recorder?.present(links, nsid);
    },
  });
}

/** Whether a recorded event is one that the groups which the command line asks for would have brought. */
export function wouldCome(settings: Settings): (event: ReplayedEvent) => boolean {
  const { family, allNamespaces } = settings;
  const wanted = new Set(settings.objects);
  return event => {
    if (event.nsid !== undefined && !allNamespaces) return false;
    if (event.event === 'gap' || event.event === 'unknown') return true;
    if (family === undefined) return true;
    const kind = eventKind(event, wanted);
    return (
      kind === undefined || objects[kind.object].groups[family] === undefined || familyOf(event) === family
    );
  };
}

function groupsOf(settings: Settings): Set<RouteGroup> {
  const groups = new Set<RouteGroup>();
  for (const name of settings.objects) {
    const { any, ...families } = objects[name].groups;
    const chosen = settings.family === undefined ? any : (families[settings.family] ?? any);
    for (const group of chosen) groups.add(group);
  }
  if (wantsNexthops(settings)) groups.add('nexthop');
  return groups;
}

function readRecordingFile(path: string): Uint8Array {
  try {
    return readFileSync(path === '-' ? 0 : path);
  } catch (error) {
    throw new Error(`cannot replay ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** An error of reading a recording, with the file's name. */
export function replayError(path: string | undefined, error: unknown): unknown {
  return path !== undefined && error instanceof WireError ? new Error(`${path}: ${error.message}`) : error;
}
