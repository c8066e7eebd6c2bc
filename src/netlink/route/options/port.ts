import type { FlagList } from '../../../wire/index.js';
import type { LinkInput } from '../link.js';
import type { ToValue } from './verb.js';

/** A VLAN of a port, or several in a row. */
export interface PortVlan {
  readonly vid: number;
  /** The last of several. */
  readonly end?: number;
  /** `pvid`: of frames without a tag; `untagged`: frames leave without one. */
  readonly flags?: FlagList<'pvid' | 'untagged'>;
}

/** A port of a bridge: the schema's own fields of family AF_BRIDGE, with the port by name. */
export interface PortOptions extends Omit<LinkInput, 'family' | 'index'> {
  /** The port, or the bridge, by name or number. */
  readonly dev: string | number;
  /** VLANs to add, or to delete. */
  readonly vlans?: readonly PortVlan[];
  /** The device itself is meant, and not its bridge: a bridge's own VLANs. */
  readonly self?: boolean;
}

/** As bridge(8), `bridge link` and `bridge vlan`. */
export const portValue: ToValue<PortOptions, LinkInput> = (options, _verb, indexOf) => {
  const { dev, vlans, self, afSpec, ...fields } = options;
  const spec = {
    ...(self ? { flags: ['self'] } : {}),
    ...(vlans === undefined ? {} : { vlanInfo: vlans.flatMap(vlanInfo) }),
    ...(afSpec as object | undefined),
  };
  return {
    family: 'bridge',
    index: indexOf(dev),
    ...fields,
    ...(Object.keys(spec).length === 0 ? {} : { afSpec: spec as NonNullable<LinkInput['afSpec']> }),
  };
};
portValue.own = ['dev', 'vlans', 'self'];

/** One, or the begin and the end of a range. */
function vlanInfo({ vid, end, flags = [] }: PortVlan): object[] {
  if (end === undefined || end === vid) return [{ vid, flags }];
  return [
    { vid, flags: [...flags, 'rangeBegin'] },
    { vid: end, flags: [...flags, 'rangeEnd'] },
  ];
}
