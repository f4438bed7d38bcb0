import { ConfigError, ownerConfig } from '#adapters/config';
import { connectionFailure, Database } from '#adapters/prisma';
import { EXIT, type Terminal } from './terminal.js';

/** A command of the database's owner: does what was typed, and gives the exit status. */
export type OwnerCommand = (args: readonly string[], database: Database, terminal: Terminal) => Promise<number>;

const STANDARD_STREAMS: Terminal = {
  result: (line) => {
    console.log(line);
  },
  complaint: (line) => {
    console.error(line);
  },
};

/** Runs the command named `name` on what this process was given, and lets the process end with its status. */
export const runAsOwner = async (name: string, command: OwnerCommand): Promise<void> => {
  try {
    process.exitCode = await onDatabase(name, command);
  } catch (error) {
    if (error instanceof ConfigError) {
      console.error(`${name}: ${error.message}`);
      process.exit(EXIT.USAGE);
    }
    const away = connectionFailure(error);
    if (away === undefined) throw error;
    console.error(`${name}: the database does not answer (${away})`);
    process.exit(EXIT.REFUSED);
  }
};

const onDatabase = async (name: string, command: OwnerCommand): Promise<number> => {
  const database = new Database({ url: ownerConfig().databaseUrl, poolSize: 1, applicationName: `footprint-${name}` });
  try {
    return await command(process.argv.slice(2), database, STANDARD_STREAMS);
  } finally {
    await database.close();
  }
};
