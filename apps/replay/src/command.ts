import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './usage-error.js';
import { wholeNumber } from './whole-number.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O; strict: true }>>['values'];

/** One command of the command line: what a person types after `npm run replay --`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** How it is typed, and what each option means. */
  readonly usage: string;
  /** Runs to the end; rejects with a UsageError or a CommandFailure for what the person can mend. */
  run(args: readonly string[], terminal: Terminal): Promise<void>;
}

/** Where a command speaks: results to standard output, how far it is to standard error. */
export interface Terminal {
  /** One line of the result. With `--json` each is a JSON text and there is nothing else on standard output. */
  result(line: string): void;
  progress(line: string): void;
}

/**
 * A command from its options, typed as `node:util` reads them. What is unknown is refused. Bare arguments are further
 * sessions, as `--session folder/*.zip` reaches us as one option and further bare paths; elsewhere they are refused.
 */
export const defineCommand = <const O extends Options>(definition: {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options: O;
  run(values: Values<O>, terminal: Terminal): Promise<void>;
}): Command => ({
  ...definition,
  run: (args, terminal) => definition.run(read(definition.options, args), terminal),
});

const read = <O extends Options>(options: O, args: readonly string[]): Values<O> => {
  const takesSessions = options.session?.multiple === true;
  const { values, positionals } = parse(options, args, takesSessions);
  if (!takesSessions || positionals.length === 0) return values;
  const { session = [] } = values as { session?: readonly string[] };
  if (session.length === 0) throw new UsageError(`unknown argument "${positionals[0]!}"`);
  return { ...values, session: [...session, ...positionals] };
};

const parse = <O extends Options>(options: O, args: readonly string[], allowPositionals: boolean) => {
  const config: ParseArgsConfig & { options: O; strict: true } = {
    args: [...args],
    options,
    strict: true,
    allowPositionals,
  };
  try {
    return parseArgs(config);
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    // Node adds advice on bare arguments and dashes that has no meaning here.
    const [fault = ''] = error.message.split(/\. |\.?\n/);
    throw new UsageError(fault);
  }
};

const isArgumentError = (error: unknown): error is { readonly message: string } =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');

/** The value of an option that must be given. */
export const required = <T>(name: string, value: T | undefined): T => {
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
};

/** A whole number from 0 to 2^31 - 1, for seeds. */
export const seedOf = (name: string, text: string): number => wholeNumber(name, text, 0, 0x7fffffff);
