import { InstrumentFileError } from '#adapters/instrument-file';
import { ParquetError } from '#adapters/parquet';
import { RecordingError } from '#adapters/recordings';
import { type Command, type Terminal } from './command.js';
import { CommandFailure } from './command-failure.js';
import { UsageError } from './usage-error.js';

/** Exit statuses: done; could not be done; typed wrongly. */
export const EXIT = { DONE: 0, FAILED: 1, USAGE: 2 } as const;

/** What the person who typed can mend: an option, or a file that they named. */
const FAILURES = [CommandFailure, InstrumentFileError, ParquetError, RecordingError];

/**
 * Runs what was typed and gives the exit status. What the person can mend is one line on standard error, with the usage
 * where the line itself was wrong; a defect is thrown.
 */
export const runCommandLine = async (
  args: readonly string[],
  commands: readonly Command[],
  terminal: Terminal,
): Promise<number> => {
  const [name, ...rest] = args;
  if (name === '--help') {
    terminal.result(overview(commands));
    return EXIT.DONE;
  }
  if (name === undefined) {
    terminal.progress(overview(commands));
    return EXIT.USAGE;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    terminal.progress(`replay: there is no command "${name}"\n\n${overview(commands)}`);
    return EXIT.USAGE;
  }
  if (rest.includes('--help')) {
    terminal.result(usageOf(command));
    return EXIT.DONE;
  }
  try {
    await command.run(rest, terminal);
    return EXIT.DONE;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.progress(`replay ${name}: ${error.message}\n\n${usageOf(command)}`);
      return EXIT.USAGE;
    }
    if (!isFailure(error)) throw error;
    terminal.progress(`replay ${name}: ${error.message}`);
    return EXIT.FAILED;
  }
};

const isFailure = (error: unknown): error is Error => FAILURES.some((one) => error instanceof one);

const overview = (commands: readonly Command[]): string => {
  const width = Math.max(0, ...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['npm run replay -- <command> [options]', '', ...lines, '', '<command> --help lists its options.'].join('\n');
};

const usageOf = (command: Command): string => `${command.summary}\n\n${command.usage.trim()}`;
