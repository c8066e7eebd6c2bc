/** Bytes that are not what their format says, or a value that their format cannot hold. */
export class WireError extends Error {
  override readonly name = 'WireError';
  /** The field at fault, from the outermost in: `linkinfo.kind`; empty for the message itself. */
  path: string;
  /** Bytes from the start of what was decoded; undefined when encoding. */
  readonly offset: number | undefined;
  readonly #reason: string;

  constructor(reason: string, offset?: number, path = '') {
    super(describe(reason, offset, path));
    this.#reason = reason;
    this.offset = offset;
    this.path = path;
  }

  /** Says which field of an enclosing structure the error was met in; returns the error itself. */
  within(field: string): this {
    this.path = this.path === '' || this.path.startsWith('[') ? field + this.path : `${field}.${this.path}`;
    this.message = describe(this.#reason, this.offset, this.path);
    return this;
  }

  /** Runs `work`; a WireError that leaves it carries `field` in its path. */
  static at<T>(field: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw error instanceof WireError ? error.within(field) : error;
    }
  }

  toJSON(): { path: string; offset: number | undefined; message: string } {
    return { path: this.path, offset: this.offset, message: this.message };
  }
}

/** A value that was given, for an error message: objects by kind, since their own text may be anything. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function describe(reason: string, offset: number | undefined, path: string): string {
  const where = offset === undefined ? '' : ` (at byte ${offset})`;
  return path === '' ? reason + where : `${path}: ${reason}${where}`;
}
