import { jsonNumber } from '../../fields.js';
import { hexText } from '../../numbers.js';
import type { Printout } from '../printout.js';
import { rateText, sizeText, timeText } from '../units.js';
import type { QdiscOptionsOf } from './kind.js';

type Options = QdiscOptionsOf<'cake'>;

const flowModes: Readonly<Record<string, string>> = {
  none: 'flowblind',
  srcIp: 'srchost',
  dstIp: 'dsthost',
  hosts: 'hosts',
  flows: 'flows',
  dualSrc: 'dual-srchost',
  dualDst: 'dual-dsthost',
  triple: 'triple-isolate',
};

export function addCake(out: Printout, options: Options): void {
  const { baseRate64, autorate, diffservMode, flowMode, ackFilter, rtt, raw, atm } = options;
  const { overhead = 0, mpu, memory, fwmark } = options;
  if (baseRate64 !== undefined) {
    if (BigInt(baseRate64) === 0n) out.add('bandwidth', 'bandwidth unlimited ', 'unlimited');
    else {
      const text = rateText(baseRate64, out.context.display);
      out.add('bandwidth', `bandwidth ${text} `, jsonNumber(baseRate64));
    }
  }
  if (autorate === 1) out.add('autorate', 'autorate-ingress ', 'autorate-ingress');
  else if (autorate) out.add('autorate', '(?autorate?) ', 'unknown');
  if (diffservMode !== undefined) addMode(out, 'diffserv', diffservMode, diffservMode);
  if (flowMode !== undefined) addMode(out, 'flowmode', flowMode, flowModes[flowMode]);
  addSwitch(out, 'nat', options.nat, 'nat ', 'nonat ');
  addSwitch(out, 'wash', options.wash, 'wash ', 'nowash ');
  addSwitch(out, 'ingress', options.ingress, 'ingress ', '');
  if (ackFilter === 'aggressive') out.add('ack-filter', 'ack-filter-aggressive ', 'aggressive');
  else if (ackFilter === 'filter') out.add('ack-filter', 'ack-filter ', 'enabled');
  else out.add('ack-filter', 'no-ack-filter ', 'disabled');
  addSwitch(out, 'split_gso', options.splitGso, 'split-gso ', 'no-split-gso ');
  out.add('rtt', rtt ? `rtt ${timeText(rtt)} ` : '', rtt ?? 0);
  out.add('raw', raw === undefined ? '' : 'raw ', raw !== undefined);
  if (atm === 'atm' || atm === 'ptm') out.add('atm', `${atm} `, atm);
  else if (raw === undefined) out.add('atm', 'noatm ', 'noatm');
  out.number('overhead', 'overhead ', overhead, ' ');
  if (mpu) out.number('mpu', 'mpu ', mpu, ' ');
  if (memory) out.add('memlimit', `memlimit ${sizeText(memory)} `, memory);
  // In the text only where it is not 0.
  out.add('fwmark', fwmark ? `fwmark ${hexText(fwmark)} ` : '', hexText(fwmark ?? 0));
}

function addSwitch(out: Printout, key: string, value: number | undefined, on: string, off: string): void {
  out.add(key, value ? on : off, Boolean(value));
}

function addMode(
  out: Printout,
  key: string,
  value: string | number,
  name: string | number | undefined,
): void {
  if (typeof value === 'string' && typeof name === 'string') out.add(key, `${name} `, name);
  else out.add(key, `(?${key}?)`, 'unknown');
}
