/** The launcher is plain JavaScript, since it runs before anything is installed: here are the types of what is tested. */

const load = (file: string): Promise<unknown> => import(new URL(`../../apps/local/${file}`, import.meta.url).href);

interface Options {
  readonly sessions: readonly string[];
  readonly speed: number;
  readonly port: number;
  readonly dataFolder: string;
}

interface LockEntry {
  readonly version: string;
  readonly optional?: boolean;
}
type LockEntries = Readonly<Record<string, LockEntry>>;

export const { readOptions } = (await load('options.mjs')) as {
  readOptions: (argv: readonly string[], cwd: string) => Options;
};

export const { requireDatabases } = (await load('database.mjs')) as {
  requireDatabases: (url: string, folder: string) => Promise<void>;
};

export const { requirePort } = (await load('ports.mjs')) as {
  requirePort: (port: number, host: string) => Promise<void>;
};

export const { requireOwnQueue } = (await load('own-queue.mjs')) as {
  requireOwnQueue: (env: Readonly<Record<string, string>>) => Promise<void>;
};

export const { checkServer } = (await load('migrate.mjs')) as { checkServer: (ownerUrl: string) => Promise<void> };

export const { laterDays } = (await load('announce.mjs')) as {
  laterDays: (
    programme: readonly string[],
    instruments: readonly { readonly source: { readonly name: string } }[],
  ) => readonly (readonly [string, readonly string[]])[];
};

export const { missingPackages } = (await load('install.mjs')) as {
  missingPackages: (
    wanted: LockEntries,
    installed: LockEntries,
    exists: (name: string) => boolean,
  ) => readonly string[];
};

export const { startPostgres } = (await load('postgres/server.mjs')) as {
  startPostgres: (request: {
    readonly folder: string;
    readonly database: string;
    readonly throwAway?: boolean;
    readonly report: (text: string) => void;
    readonly onStop: (stop: () => Promise<void>) => void;
  }) => Promise<string>;
};
