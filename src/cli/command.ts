import type { InferredOptionType, Options, PositionalOptions } from 'yargs';

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

/** Positionals or options as yargs hands them over: `all-nsid` as allNsid. */
type Given<O extends Readonly<Record<string, Options | PositionalOptions>>> = {
  readonly [K in keyof O & string as Camel<K>]: InferredOptionType<O[K]>;
};

/** A command line of a command: its positionals, its options, and the words behind `--`. */
export type ArgumentsOf<
  P extends Readonly<Record<string, PositionalOptions>>,
  O extends Readonly<Record<string, Options>>,
> = Given<P> & Given<O> & { readonly '--'?: readonly string[] };

type Completion = (current: string) => readonly string[] | Promise<readonly string[]>;

export interface CommandDeclaration<
  P extends Readonly<Record<string, PositionalOptions>>,
  O extends Readonly<Record<string, Options>>,
  S,
> {
  /** The command and its positionals as usage shows them: `send <address> [file...]`; `$0 …` for what runs without one. */
  readonly usage: string;
  /** What it does, in a line; false for one that help does not list. */
  readonly describe: string | false;
  readonly positionals?: P;
  readonly options?: O;
  /** Command lines, `$0` for the program, and what each does. */
  readonly examples?: readonly (readonly [line: string, describe: string])[];
  /** What the shell offers in a positional's place or behind an option, by its name; none: the shell's files. */
  readonly completions?: Readonly<Record<string, Completion>>;
  /** An option of its own that helps against an errno, whatever else is said of that. */
  readonly remedies?: Readonly<Record<string, string>>;
  /** What the words behind `--` are: `-- CMD`. Without it there may be none. */
  readonly rest?: string;
  /** What the command line asks for, before anything is done. Throws UsageError. The command line itself unless given. */
  readonly understand?: (argv: ArgumentsOf<P, O>) => S | Promise<S>;
  /** Does it; resolves with an exit code other than 0, if any. It imports what only it needs. */
  readonly run: (settings: S) => Promise<number | undefined> | Promise<void>;
}

/** A command of a program, whatever its arguments. */
export type Command = CommandDeclaration<any, any, any>;

/** Declares a command: one a file. */
export function command<
  const P extends Readonly<Record<string, PositionalOptions>> = Readonly<Record<never, never>>,
  const O extends Readonly<Record<string, Options>> = Readonly<Record<never, never>>,
  S = ArgumentsOf<P, O>,
>(declaration: CommandDeclaration<P, O, S>): Command {
  return declaration;
}

/** The word that a command is called by. */
export function nameOf({ usage }: Command): string {
  return usage.split(' ', 1)[0]!;
}
