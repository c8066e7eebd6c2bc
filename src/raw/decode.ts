import { isBits, toJson, type Window, WireError } from '../wire/index.js';
import type { Cursor, Problem } from './cursor.js';
import type { AnyProtocol } from './protocol.js';
import { registry } from './registry.js';

/** A layer of any protocol, as decoding makes it. */
export interface AnyLayer {
  layer: string;
  truncated?: true | undefined;
  [field: string]: any;
}

/** What decoding found: layers, where each stands, and what was wrong. */
export interface Layers {
  readonly layers: AnyLayer[];
  /** Three numbers a layer: where it starts, where what it carries starts, and where it ends. */
  readonly places: number[];
  readonly problems: Problem[];
}

const noProblems: Problem[] = [];

/** Decodes the layers from `start` to `end`, the first of which is of a given name. Never throws for what the bytes are. */
export function decodeLayers(window: Window, start: number, end: number, first: string): Layers {
  return new Decoding(window, start, end).run(first);
}

class Decoding implements Cursor, Layers {
  readonly window: Window;
  readonly layers: AnyLayer[] = [];
  readonly places: number[] = [];
  problems: Problem[] = noProblems;
  at: number;
  end: number;
  readonly #start: number;
  /** Whether a fragment was met, the rest of which is elsewhere. */
  #partial = false;
  /** What stands behind the payload of layers, from the outermost in: the layer's name and two offsets. */
  #paddings: (string | number)[] | undefined;

  constructor(window: Window, start: number, end: number) {
    this.window = window;
    this.#start = start;
    this.at = start;
    this.end = end;
  }

  run(first: string): Layers {
    let name: string | undefined = first;
    while (name !== undefined && this.at < this.end) {
      const protocol = registry.get(name);
      if (protocol === undefined) break;
      name = this.#layer(protocol);
    }
    if (this.at < this.end)
      this.#bytes({ layer: 'payload', bytes: this.window.copy(this.at, this.end) }, this.at, this.end);
    const paddings = this.#paddings;
    for (let i = (paddings?.length ?? 0) - 3; i >= 0; i -= 3) {
      const [after, from, to] = paddings!.slice(i, i + 3) as [string, number, number];
      this.#bytes({ layer: 'padding', after, bytes: this.window.copy(from, to) }, from, to);
    }
    return this;
  }

  #bytes(layer: AnyLayer, start: number, end: number): void {
    this.layers.push(layer);
    this.places.push(start, end, end);
  }

  /** Reads a layer and returns the name of the next. */
  #layer(protocol: AnyProtocol): string | undefined {
    const { compiled } = protocol;
    const { window, at: start, places } = this;
    const bodyStart = start + compiled.headerSize;
    if (bodyStart > this.end) return this.#cutHeader(protocol);
    const layer = compiled.read(window, start) as AnyLayer;
    this.layers.push(layer);
    const place = places.length;
    places.push(start, bodyStart, this.end);
    this.at = bodyStart;
    const why = compiled.malformed?.(layer);
    if (why !== undefined) {
      this.#problem(layer.layer, undefined, start, why);
      this.#dropFields(protocol, layer);
      layer.truncated = true;
      return undefined;
    }
    if (compiled.body.length > 0) {
      const whole = this.#body(protocol, layer);
      places[place + 1] = this.at;
      if (!whole) return undefined;
    }
    if (compiled.payloadEnd !== undefined) {
      const payloadEnd = compiled.payloadEnd(layer, start, this.end);
      if (payloadEnd < this.end) this.#limit(layer.layer, Math.max(payloadEnd, this.at));
      else if (payloadEnd > this.end && !this.#partial)
        this.#problem(
          layer.layer,
          undefined,
          this.end,
          `${payloadEnd - this.end} bytes of what it carries are missing`,
        );
      places[place + 2] = this.end;
    }
    if (compiled.partial?.(layer)) this.#partial = true;
    return compiled.next?.(layer, this);
  }

  #limit(name: string, end: number): void {
    if (end === this.end) return;
    this.#paddings ??= [];
    this.#paddings.push(name, end, this.end);
    this.end = end;
  }

  /** Reads what stands behind a header; false when that is cut short. */
  #body(protocol: AnyProtocol, layer: AnyLayer): boolean {
    const { window } = this;
    const fields = protocol.compiled.body;
    for (let i = 0; i < fields.length; i++) {
      const { name, type, fixedSize, size, when, shared, items } = fields[i]!;
      const { at } = this;
      const available = this.end - at;
      if (when !== undefined && !when(layer, available)) continue;
      const wanted = fixedSize ?? size?.(layer, available, window, at) ?? available;
      const taken = Math.max(0, Math.min(wanted, available));
      if (taken < wanted && fixedSize !== undefined) return this.#cutField(protocol, layer, name, wanted);
      try {
        const value = type.decode(window, at, at + taken);
        if (shared) Object.assign(layer, value);
        else layer[name] = value;
        if (items) this.#itemProblems(layer.layer, name, at, value);
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        this.#problem(layer.layer, name, at, error.message);
        this.#dropFields(protocol, layer);
        layer.truncated = true;
        return false;
      }
      this.at = at + taken;
      if (taken < wanted) {
        this.#problem(layer.layer, name, this.end, `ends after ${taken} of ${wanted} bytes`);
        this.#dropFields(protocol, layer);
        layer.truncated = true;
        return false;
      }
    }
    return true;
  }

  #itemProblems(
    layer: string,
    field: string,
    at: number,
    items: readonly { type: string | number; reason?: string }[],
  ): void {
    for (let i = 0; i < items.length; i++) {
      const { type, reason } = items[i]!;
      if (reason !== undefined) this.#problem(layer, `${field}.${type}`, at, reason);
    }
  }

  /** Keeps the fields that came of a header that was cut short. */
  #cutHeader({ layerName, declaration }: AnyProtocol): undefined {
    const { window, at: start, end } = this;
    const layer: AnyLayer = { layer: layerName, truncated: true };
    let at = start;
    for (const [name, type] of Object.entries(declaration.header.fields) as [string, any][]) {
      if (at + type.size > end) break;
      const value = type.decode(window, at, at + type.size);
      if (isBits(type)) Object.assign(layer, value);
      else layer[name] = value;
      at += type.size;
    }
    if (at < end) layer['#rest'] = window.copy(at, end);
    const reason = `ends after ${end - start} of ${declaration.header.size} bytes`;
    this.layers.push(layer);
    this.places.push(start, end, end);
    this.#problem(layerName, undefined, end, reason);
    this.at = end;
  }

  #cutField(protocol: AnyProtocol, layer: AnyLayer, name: string, wanted: number): false {
    const { window, at, end } = this;
    layer.truncated = true;
    if (at < end) layer['#rest'] = window.copy(at, end);
    this.#dropFields(protocol, layer);
    this.#problem(layer.layer, name, end, `ends after ${end - at} of ${wanted} bytes`);
    this.at = end;
    return false;
  }

  /** Takes away the places that were kept for fields that did not come. */
  #dropFields(protocol: AnyProtocol, layer: AnyLayer): void {
    for (const name in protocol.declaration.body) if (layer[name] === undefined) delete layer[name];
  }

  #problem(layer: string, field: string | undefined, offset: number, reason: string): void {
    if (this.problems === noProblems) this.problems = [];
    const at = offset - this.#start;
    this.problems.push(
      field === undefined ? { layer, offset: at, reason } : { layer, field, offset: at, reason },
    );
  }
}

/** A packet as JSON holds it: layers in order, and what was wrong if anything was. */
export function layersJson({ layers, problems }: Layers): unknown {
  return toJson({ layers, ...(problems.length > 0 ? { problems } : {}) });
}
