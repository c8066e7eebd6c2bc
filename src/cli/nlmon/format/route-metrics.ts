import { type Route, route } from '../../../netlink/route/index.js';
import { bitsOf } from './number-names.js';
import { generalText, hexText } from './numbers.js';

type Metrics = NonNullable<Route['metrics']>;

interface Metric {
  readonly field: keyof Metrics & string;
  readonly number: number;
  /** ip's word for it in text, and, unless that differs, in JSON. */
  readonly name: string;
  readonly jsonName?: string;
  /** A time: the parts that a millisecond has in the kernel's number. */
  readonly unit?: number;
}

const metricSet = route.attributes.fields.metrics[1].set;
const featureSet = metricSet.fields.features[1].names;
const ecn = featureSet.numbers.ecn;

/** In the order of their numbers, which is ip's. */
const metrics: readonly Metric[] = [
  metric('mtu', 'mtu'),
  metric('window', 'window'),
  { ...metric('rtt', 'rtt'), unit: 8 },
  { ...metric('rttvar', 'rttvar'), unit: 4 },
  metric('ssthresh', 'ssthresh'),
  metric('cwnd', 'cwnd'),
  metric('advmss', 'advmss'),
  metric('reordering', 'reordering'),
  metric('hoplimit', 'hoplimit'),
  metric('initcwnd', 'initcwnd'),
  metric('features', 'features'),
  { ...metric('rtoMin', 'rto_min'), unit: 1 },
  metric('initrwnd', 'initrwnd'),
  metric('quickack', 'quickack'),
  { ...metric('ccAlgo', 'congctl'), jsonName: 'congestion' },
  metric('fastopenNoCookie', 'fastopen_no_cookie'),
];

function metric(field: keyof typeof metricSet.fields, name: string): Metric {
  return { field, number: metricSet.fields[field][0], name };
}

/** A hop limit that says "the interface's own". */
const defaultHoplimit = 0xffff_ffff;

/** The metrics that ip prints: those that are there and those that are locked, whose value is then 0. */
function* printed(values: Metrics): Generator<[metric: Metric, value: unknown, locked: boolean]> {
  const lock = values.lock ?? 0;
  for (const metric of metrics) {
    const locked = (lock & (1 << metric.number)) !== 0;
    const value = values[metric.field];
    if (value === undefined && !locked) continue;
    if (metric.field === 'hoplimit' && value === defaultHoplimit) continue;
    yield [metric, value, locked];
  }
}

export function metricsText(values: Metrics): string {
  let text = '';
  for (const [metric, value, locked] of printed(values)) {
    text += ` ${metric.name}${locked ? ' lock' : ''}${valueText(metric, value)}`;
  }
  return text;
}

function valueText({ field, unit }: Metric, value: unknown): string {
  if (field === 'features') {
    const bits = bitsOf((value ?? []) as [], featureSet);
    return `${bits & ecn ? ' ecn' : ''}${bits & ~ecn ? ` ${hexText(bits)}` : ''}`;
  }
  if (unit !== undefined) {
    const milliseconds = Math.floor(((value ?? 0) as number) / unit);
    return milliseconds >= 1000 ? ` ${generalText(milliseconds / 1000)}s` : ` ${milliseconds}ms`;
  }
  return ` ${String(value ?? 0)}`;
}

/** ip's JSON puts the metrics into an object that is alone in an array, and does not tell which are locked. */
export function metricsFields(values: Metrics): [Record<string, unknown>] {
  const fields: Record<string, unknown> = {};
  for (const [{ field, name, jsonName = name, unit = 1 }, value] of printed(values)) {
    if (field === 'features') {
      const bits = bitsOf((value ?? []) as [], featureSet);
      if (bits & ecn) fields.ecn = null;
      if (bits & ~ecn) fields.features = hexText(bits);
    } else {
      fields[jsonName] = typeof value === 'string' ? value : Math.floor(((value ?? 0) as number) / unit);
    }
  }
  return [fields];
}
