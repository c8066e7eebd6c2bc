import { resolve } from 'node:path';
import { handleText, parentNames, parseHandle } from '../../netlink/route/tc/handle.js';
import { UsageError } from '../errors.js';
import { namespaceOf, notEmpty, seconds, wholeNumber } from '../values.js';
import { type ColorChoice, choosePaint, colorChoices } from './format/colors.js';
import type { Display } from './format/display.js';
import type { Family } from './format/format.js';
import {
  hasTable,
  ipObjectNames,
  meansSeveral,
  mplsObjectNames,
  type ObjectName,
  objectWords,
  tcObjectNames,
} from './object-names.js';
import { type Arguments, families, selectorOptions } from './options.js';
import { recordingFormat } from './recording-format.js';
import { isAboutLinks, selectorWord } from './selectors/index.js';
import { tableNumber } from './selectors/values.js';
import { select, understandWords, wordsOf } from './selectors/words.js';
import type { Settings } from './settings.js';

/** Options that mean nothing to what is there. */
const aboutEvents = [
  'snapshot',
  'allNsid',
  'timestamp',
  'ts',
  'label',
  'count',
  'timeout',
  'rcvbuf',
  'record',
  'replay',
] as const;

/** Options that mean nothing to a recording. */
const aboutTheKernel = ['netns', 'rcvbuf'] as const;

/** What a command line asks for. Throws UsageError for one that cannot be understood. */
export function understand(argv: Arguments): Settings {
  const { object = [], '--': rest = [], ...single } = argv;
  // What is behind `--` is an object too.
  const given = [...object, ...rest];
  if (given.length === 0 && argv.replay === undefined)
    throw new UsageError(`say what to show: ${objectWords.join(' ')}, or demo for a first look`);
  if (argv.once) {
    for (const option of aboutEvents) {
      if (single[option] === undefined) continue;
      const name = option === 'allNsid' ? 'all-nsid' : option;
      throw new UsageError(`--once and --${name} exclude each other: --${name} is about events`);
    }
  }
  checkFiles(argv);
  const family = familyOf(argv);
  const { objects, selections } = objectsOf(given, argv, family);
  return {
    objects,
    selections,
    json: argv.json ?? false,
    display: displayOf(
      argv,
      objects.some(name => tcObjectNames.includes(name)),
    ),
    timestamp: argv.ts ? 'short' : argv.timestamp ? 'long' : undefined,
    label: argv.label ?? given.some(word => word !== 'tc' && meansSeveral(word)),
    family,
    device: notEmpty('--dev', argv.dev),
    parent: argv.parent === undefined ? undefined : parentHandle(argv.parent),
    table: argv.table === undefined ? undefined : tableNumber(argv.table),
    namespace: namespaceOf(argv.netns),
    allNamespaces: argv.allNsid ?? false,
    receiveBuffer: wholeNumber('--rcvbuf', argv.rcvbuf, 0x7fff_ffff),
    count: wholeNumber('--count', argv.count),
    timeout: seconds('--timeout', argv.timeout),
    snapshot: argv.snapshot ?? false,
    record: argv.record,
    replay: notEmpty('--replay', argv.replay),
    speed: speedOf(argv.speed),
  };
}

/** The objects, and what is wanted of each: by the words behind it, and by options for those that know them. */
function objectsOf(
  given: readonly string[],
  argv: Arguments,
  family: Family | undefined,
): Pick<Settings, 'objects'> & Required<Pick<Settings, 'selections'>> {
  const understood = understandWords(given);
  const asked = given.length === 0 ? ipObjectNames : understood.objects;
  const objects = family === 'mpls' ? mplsOf(asked, understood.named) : asked;
  checkNamed(understood.named, argv);
  const chosen = new Map(understood.selections);
  for (const word of selectorOptions) {
    const value = argv[word];
    if (value === undefined || value === false) continue;
    const knowing = objects.filter(object => selectorWord(object, word) !== undefined);
    if (knowing.length === 0)
      throw new UsageError(
        `--${word} chooses nothing of ${objects.join(', ')}; what does: ${wordsOf(objects).join(' ') || 'nothing'}`,
      );
    select(chosen, knowing, word, oneAfterTheOther(word, String(value)));
  }
  if (!argv.once) {
    // Who has an address is told by its number alone.
    const word = [...(chosen.get('addrs')?.words ?? [])].find(isAboutLinks);
    if (word !== undefined) throw new UsageError(`'${word}' of addrs is about interfaces: it needs --once`);
  }
  return { objects, selections: chosen };
}

/** What is asked for by name is shown, or it is said why not. */
function checkNamed(named: ReadonlySet<ObjectName>, { once, snapshot }: Arguments): void {
  const without = [...named].filter(name => !hasTable(name));
  if (once && without.length > 0)
    throw new UsageError(`${without.join(' and ')}: there are only events, no table that --once could print`);
  if (!once && named.has('ntables'))
    throw new UsageError('the kernel does not tell of ntables by itself: they need --once');
  if (snapshot && named.has('maddrs'))
    throw new UsageError('maddrs: what is there has no form of an event for --snapshot: it needs --once');
}

function familyOf(argv: Arguments): Family | undefined {
  const { family } = argv;
  if (family !== undefined && !isFamily(family)) {
    const instead = { bridge: '; what bridges have is fdb, ports, mdb, vlans', link: '; see links' }[family];
    throw new UsageError(`--family takes ${families.join(', ')}, not '${family}'${instead ?? ''}`);
  }
  const letters = { 4: 'inet', 6: 'inet6', M: 'mpls' } as const;
  const said = new Set(family === undefined ? [] : [family]);
  for (const letter of [4, 6, 'M'] as const) if (argv[letter]) said.add(letters[letter]);
  if (said.size > 1)
    throw new UsageError(
      '-4 and -6 exclude each other, and so do -M and --family; without any, all are shown',
    );
  return [...said][0];
}

const isFamily = (word: string): word is Family => (families as readonly string[]).includes(word);

/** Of objects those that there are of MPLS. What is asked for by name and is only of IP is an error. */
function mplsOf(objects: readonly ObjectName[], named: ReadonlySet<ObjectName>): readonly ObjectName[] {
  const others = [...named].filter(name => !mplsObjectNames.includes(name));
  const known = objects.filter(name => mplsObjectNames.includes(name));
  if (others.length > 0 || known.length === 0)
    throw new UsageError(
      `-M is about ${mplsObjectNames.join(' and ')}, not ${(others.length > 0 ? others : objects).join(', ')}`,
    );
  return known;
}

/** The words of an option's value: `--to 'root 10.0.0.0/8'`. */
function oneAfterTheOther(option: string, value: string): () => string {
  const words = value.split(' ');
  return () => {
    const word = words.shift();
    if (word === undefined || word === '') throw new UsageError(`--${option} takes more than '${value}'`);
    return word;
  };
}

/** How much is to be printed, and in which form. */
function displayOf(argv: Arguments, ofTc: boolean): Display {
  if (argv.pretty && !argv.json && !ofTc) throw new UsageError('--pretty is about JSON: it needs --json');
  if (argv.iec && !argv.human && !ofTc)
    throw new UsageError('--iec is about large numbers: it needs --human');
  const { color = 'auto', json = false } = argv;
  if (!(colorChoices as readonly string[]).includes(color)) {
    throw new UsageError(`--color takes ${colorChoices.join(', ')}, not '${color}'`);
  }
  return {
    details: argv.details ?? false,
    statistics: argv.statistics ?? 0,
    oneline: argv.oneline ?? false,
    human: argv.human ?? false,
    iec: argv.iec ?? false,
    brief: argv.brief ?? false,
    numeric: argv.numeric ?? false,
    resolve: argv.resolve ?? false,
    pretty: argv.pretty ?? false,
    paint: choosePaint(color as ColorChoice, json),
  };
}

/** A qdisc or class, or what of clsact has a name, as the kernel's handle. */
function parentHandle(parent: string): string {
  if (Object.hasOwn(parentNames, parent)) return parentNames[parent as keyof typeof parentNames];
  try {
    return handleText(parseHandle(parent));
  } catch {
    throw new UsageError(
      `--parent takes a qdisc or class (1:, 1:10), root, ingress or egress, not '${parent}'`,
    );
  }
}

/** What does not go together with recordings. */
function checkFiles(argv: Arguments): void {
  const { record, replay } = argv;
  if (record !== undefined) {
    const format = recordingFormat(record);
    if (argv.allNsid && format === 'rtmon') {
      throw new UsageError('a .rtmon file has no place for numbers of namespaces: record to a .pcap file');
    }
    if (replay !== undefined && resolve(record) === resolve(replay)) {
      throw new UsageError('--record would overwrite the recording that --replay reads');
    }
  }
  if (replay === undefined) {
    if (argv.speed !== undefined) throw new UsageError('--speed needs --replay: the kernel has its own');
    return;
  }
  for (const option of aboutTheKernel) {
    if (argv[option] === undefined) continue;
    throw new UsageError(`--replay and --${option} exclude each other: --${option} is about the kernel`);
  }
}

function speedOf(speed: string | undefined): number | undefined {
  if (speed === undefined || speed === 'max') return undefined;
  const number = Number(speed);
  if (/^[\d.]+$/.test(speed) && number > 0 && Number.isFinite(number)) return number;
  throw new UsageError('--speed takes a number above 0, how many times as fast, or max');
}
