import type { Link } from '../../../netlink/route/index.js';
import { fieldsJson, fieldsText, type Json } from './fields.js';
import type { FormatContext } from './format.js';
import { kindFields, kindStatisticsFields, portFields } from './link-kinds/index.js';

type LinkInfo = NonNullable<Link['linkinfo']>;

/** What a kind could not be decoded from, or was not there. */
const absent = (data: unknown): data is undefined | Uint8Array =>
  data === undefined || data instanceof Uint8Array;

/** What an interface is and what it is a port of, each on a line of its own. */
export function linkInfoText(info: LinkInfo, context: FormatContext): string {
  const { kind, slaveKind } = info;
  let text = '';
  if (kind !== undefined) {
    text += `\n    ${kind} `;
    const fields = kindFields[kind];
    if (fields !== undefined && !absent(info.data)) text += fieldsText(fields, info.data, context);
    const counters = kindStatisticsFields[kind];
    if (counters !== undefined && context.display.statistics > 0 && !absent(info.xstats)) {
      text += fieldsText(counters, info.xstats, context);
    }
  }
  if (slaveKind !== undefined) {
    text += `\n    ${slaveKind}_slave `;
    const fields = portFields[slaveKind];
    if (fields !== undefined && !absent(info.slaveData)) text += fieldsText(fields, info.slaveData, context);
  }
  return text;
}

export function linkInfoJson(info: LinkInfo, context: FormatContext): Json {
  const { kind, slaveKind } = info;
  const json: Json = {};
  if (kind !== undefined) {
    json.info_kind = kind;
    const fields = kindFields[kind];
    if (fields !== undefined)
      json.info_data = absent(info.data) ? {} : fieldsJson(fields, info.data, context);
    const counters = kindStatisticsFields[kind];
    if (counters !== undefined && context.display.statistics > 0 && !absent(info.xstats)) {
      json.info_xstats = fieldsJson(counters, info.xstats, context);
    }
  }
  if (slaveKind !== undefined) {
    json.info_slave_kind = slaveKind;
    const fields = portFields[slaveKind];
    if (fields !== undefined) {
      json.info_slave_data = absent(info.slaveData) ? {} : fieldsJson(fields, info.slaveData, context);
    }
  }
  return json;
}
