import { type can, canModes, type canStatistics } from '../../../../netlink/route/link-kinds/can.js';
import type { Decoded } from '../../../../wire/index.js';
import { type Field, fieldsJson, fieldsOf, fieldsText, type Json } from '../fields.js';
import type { FormatContext } from '../format.js';
import { bitsOf } from '../number-names.js';
import type { DataOf, KindFields } from './kind.js';

type Can = DataOf<typeof can>;
type Bittiming = NonNullable<Can['bittiming']>;
type BittimingConst = NonNullable<Can['bittimingConst']>;
type Delay = NonNullable<Can['tdc']>;

const { shown } = fieldsOf<Can>();

/** ip begins a line for each group of what belongs together. */
const newLine = '\n\t ';

/** In ip's order. */
const modes: readonly (readonly [keyof typeof canModes.numbers, string])[] = [
  ['loopback', 'LOOPBACK'],
  ['listenonly', 'LISTEN-ONLY'],
  ['3Samples', 'TRIPLE-SAMPLING'],
  ['oneShot', 'ONE-SHOT'],
  ['berrReporting', 'BERR-REPORTING'],
  ['fd', 'FD'],
  ['fdNonIso', 'FD-NON-ISO'],
  ['presumeAck', 'PRESUME-ACK'],
  ['ccLen8Dlc', 'CC-LEN8-DLC'],
  ['tdcAuto', 'TDC-AUTO'],
  ['tdcManual', 'TDC-MANUAL'],
];

function modeNames(bits: number): string[] {
  let rest = bits;
  const words: string[] = [];
  for (const [name, word] of modes) {
    const bit = canModes.numbers[name];
    if ((rest & bit) === 0) continue;
    rest &= ~bit;
    words.push(word);
  }
  if (rest !== 0) words.push((rest >>> 0).toString(16));
  return words;
}

const controlModes: Field<Can> = {
  text({ ctrlmode }) {
    const names = ctrlmode === undefined ? [] : modeNames(bitsOf(ctrlmode.flags, canModes));
    return names.length === 0 ? '' : `<${names.join(',')}> `;
  },
  addJson(json, { ctrlmode, ctrlmodeExt }) {
    if (ctrlmode === undefined) return;
    const bits = bitsOf(ctrlmode.flags, canModes);
    const add = (key: string, bits: number): void => {
      if (bits !== 0) json[key] = modeNames(bits);
    };
    add('ctrlmode', bits);
    if (ctrlmodeExt?.supported === undefined) return;
    const supported = bitsOf(ctrlmodeExt.supported, canModes);
    add('ctrlmode_supported', supported);
    add('ctrlmode_static', bits & ~supported);
  },
};

const states: Readonly<Record<Extract<Can['state'], string>, string>> = {
  errorActive: 'ERROR-ACTIVE',
  errorWarning: 'ERROR-WARNING',
  errorPassive: 'ERROR-PASSIVE',
  busOff: 'BUS-OFF',
  stopped: 'STOPPED',
  sleeping: 'SLEEPING',
};

const errorCounters: Field<Can> = {
  text: ({ berrCounter: counter }) =>
    counter === undefined ? '' : `(berr-counter tx ${counter.txerr} rx ${counter.rxerr}) `,
  addJson(json, { berrCounter: counter }) {
    if (counter !== undefined) json.berr_counter = { tx: counter.txerr, rx: counter.rxerr };
  },
};

/** A word in text, which has a `d` in front where it is about the data phase, and the key in JSON. */
type Word = readonly [word: string, key: string];

/** Fields whose blank is in front. */
function plain<D>(name: keyof D & string, word: string, key: string): Field<D> {
  return {
    text: data => ` ${word} ${data[name]}`,
    addJson(json, data) {
      json[key] = data[name];
    },
  };
}

/** A tenth of a percent, as C's %.3f in the five characters that ip has room for. */
const samplePoint = (value: number): string => (value / 1000).toFixed(3).slice(0, 5);

/** The timing of a phase; `d` is in front of the words of the data phase. */
function timing(d: '' | 'd'): readonly Field<Bittiming>[] {
  const words: readonly (readonly [keyof Bittiming & string, ...Word])[] = [
    ['tq', 'tq', 'tq'],
    ['propSeg', 'prop-seg', 'prop_seg'],
    ['phaseSeg1', 'phase-seg1', 'phase_seg1'],
    ['phaseSeg2', 'phase-seg2', 'phase_seg2'],
    ['sjw', 'sjw', 'sjw'],
    ['brp', 'brp', 'brp'],
  ];
  return [
    {
      text: ({ bitrate, samplePoint: point }) =>
        `${newLine} ${d}bitrate ${bitrate} ${d}sample-point ${samplePoint(point)}${newLine}`,
      addJson(json, { bitrate, samplePoint: point }) {
        json.bitrate = bitrate;
        json.sample_point = samplePoint(point);
      },
    },
    ...words.map(([name, word, key]) => plain<Bittiming>(name, `${d}${word}`, key)),
  ];
}

function range(key: string, word: string, min: number, max: number): { text: string; json: [string, Json] } {
  // ip's text has them signed.
  return { text: ` ${word} ${min | 0}..${max | 0}`, json: [key, { min, max }] };
}

function ranges(limits: BittimingConst, d: '' | 'd'): ReturnType<typeof range>[] {
  return [
    range('tseg1', `${d}tseg1`, limits.tseg1Min, limits.tseg1Max),
    range('tseg2', `${d}tseg2`, limits.tseg2Min, limits.tseg2Max),
    range('sjw', `${d}sjw`, 1, limits.sjwMax),
    range('brp', `${d}brp`, limits.brpMin, limits.brpMax),
  ];
}

const delays = ['tdcv', 'tdco', 'tdcf'] as const;

function delayRanges(tdc: Delay): ReturnType<typeof range>[] {
  return delays.flatMap(name => {
    const { [`${name}Min` as const]: min, [`${name}Max` as const]: max } = tdc;
    return min === undefined || max === undefined ? [] : [range(name, name, min, max)];
  });
}

const delayFields: readonly Field<Delay>[] = delays.map(name => ({
  text: ({ [name]: value }) => (value === undefined ? '' : ` ${name} ${value}`),
  addJson(json, { [name]: value }) {
    if (value !== undefined) json[name] = value;
  },
}));

/** Both are left out where the bit rates are a list to choose from. */
function phase(data: boolean): Field<Can>[] {
  const d = data ? 'd' : '';
  const [timingName, limitsName, ratesName] = data
    ? (['dataBittiming', 'dataBittimingConst', 'dataBitrateConst'] as const)
    : (['bittiming', 'bittimingConst', 'bitrateConst'] as const);
  const prefix = data ? 'data_' : '';
  const fields = timing(d);
  const limitsOfDelay = ({ tdc }: Can): Delay | undefined => (data ? tdc : undefined);
  const delayOf = ({ tdc }: Can): Delay | undefined =>
    data && delays.some(name => tdc?.[name] !== undefined) ? tdc : undefined;
  const bittiming: Field<Can> = {
    text(can, context) {
      const { [timingName]: timing, [ratesName]: rates } = can;
      if (timing === undefined || rates !== undefined) return '';
      const tdc = delayOf(can);
      const delay = tdc === undefined ? '' : `${newLine}${fieldsText(delayFields, tdc, context)}`;
      return fieldsText(fields, timing, context) + delay;
    },
    addJson(json, can, context) {
      const { [timingName]: timing, [ratesName]: rates } = can;
      if (timing === undefined || rates !== undefined) return;
      const tdc = delayOf(can);
      const delay = tdc === undefined ? {} : { tdc: fieldsJson(delayFields, tdc, context) };
      json[`${prefix}bittiming`] = { ...fieldsJson(fields, timing, context), ...delay };
    },
  };
  const limits: Field<Can> = {
    text(can) {
      const { [limitsName]: limits, [ratesName]: rates } = can;
      if (limits === undefined || rates !== undefined) return '';
      const tdc = limitsOfDelay(can);
      const texts = ranges(limits, d).map(({ text }) => text);
      const delay =
        tdc === undefined
          ? ''
          : newLine +
            delayRanges(tdc)
              .map(({ text }) => text)
              .join('');
      return `${newLine} ${limits.name}:${texts.join('')} ${d}brp_inc ${limits.brpInc}${delay}`;
    },
    addJson(json, can) {
      const { [limitsName]: limits, [ratesName]: rates } = can;
      if (limits === undefined || rates !== undefined) return;
      const tdc = limitsOfDelay(can);
      json[`${prefix}bittiming_const`] = {
        name: limits.name,
        ...Object.fromEntries(ranges(limits, d).map(({ json }) => json)),
        brp_inc: limits.brpInc,
        ...(tdc === undefined ? {} : { tdc: Object.fromEntries(delayRanges(tdc).map(({ json }) => json)) }),
      };
    },
  };
  const rates: Field<Can> = {
    text({ [timingName]: timing, [ratesName]: rates }) {
      if (rates === undefined) return '';
      return `${newLine} ${d}bitrate ${timing?.bitrate ?? 0}${newLine}    [${ratesText(rates)} ]`;
    },
    addJson(json, { [timingName]: timing, [ratesName]: rates }) {
      if (rates === undefined) return;
      json[`${prefix}bittiming_bitrate`] = timing?.bitrate ?? 0;
      json[`${prefix}bitrate_const`] = rates;
    },
  };
  return [bittiming, limits, rates];
}

/** Six rates a line. */
function ratesText(rates: readonly number[]): string {
  let text = '';
  for (const [i, rate] of rates.entries()) {
    if (i > 0 && i % 6 === 0) text += `${newLine}     `;
    text += String(rate).padStart(8) + (i < rates.length - 1 ? ', ' : '');
  }
  return text;
}

const termination: Field<Can> = {
  text({ termination, terminationConst }) {
    if (termination === undefined || terminationConst === undefined) return '';
    return `${newLine} termination ${termination} [ ${terminationConst.join(', ')} ]`;
  },
  addJson(json, { termination, terminationConst }) {
    if (termination === undefined || terminationConst === undefined) return;
    json.termination = termination;
    json.termination_const = terminationConst;
  },
};

const clock: Field<Can> = {
  text: ({ clock }) => (clock === undefined ? '' : `${newLine} clock ${clock.freq} `),
  addJson(json, { clock }) {
    if (clock !== undefined) json.clock = clock.freq;
  },
};

export const canFields: KindFields<Can> = [
  controlModes,
  shown('state', 'state', state => (typeof state === 'number' ? 'UNKNOWN' : states[state])),
  errorCounters,
  shown('restartMs', 'restart-ms', value => value, 'restart_ms'),
  ...phase(false),
  ...phase(true),
  termination,
  clock,
];

type CanStatistics = Decoded<typeof canStatistics>;

const counters: readonly (readonly [keyof CanStatistics & string, string])[] = [
  ['restarts', 'restarts'],
  ['busError', 'bus_error'],
  ['arbitrationLost', 'arbitration_lost'],
  ['errorWarning', 'error_warning'],
  ['errorPassive', 'error_passive'],
  ['busOff', 'bus_off'],
];

/** What happened on a bus, with -s. */
export const canStatisticsFields: KindFields<CanStatistics> = [
  {
    text: () => `${newLine} re-started bus-errors arbit-lost error-warn error-pass bus-off${newLine}`,
    addJson() {},
  },
  ...counters.map(
    ([name, key]): Field<CanStatistics> => ({
      text: data => ` ${String(data[name]).padEnd(10)}`,
      addJson(json, data, _context: FormatContext) {
        json[key] = data[name];
      },
    }),
  ),
];
