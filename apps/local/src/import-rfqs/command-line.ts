import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importQuoteRequests, type ImportPorts } from '#application/import-quote-requests';
import { type DeskSettingsStore } from '#application/ports';
import { csvTable } from '#adapters/csv';
import { EXIT, type Terminal } from '../terminal.js';

export const USAGE = `Takes a third party's list of requests for quote into the history of a desk, for its scorecards of dealers.

  npm run import:rfqs -- FILE.csv --desk ID [--data DIR]

  FILE.csv     columns Time, Bond, Side, Notional, Counterparty, MidPrice, QuotedPrice, Competitors, Traded, NextMidPrice;
               rows of equal Time, Bond, Side and Notional are the quotes of one request (docs/dealers.md)
  --desk ID    the desk
  --data DIR   data folder of the npm start whose database it is (default var)
  --help       this text

  DATABASE_URL  an own PostgreSQL (as owner of the database) instead of the embedded one

Requests that are there already stay as they are, so that a list may be taken again. Every row that is not taken is told by its line and
column, and the rest goes on. The exit status is 0 when all rows were taken, 1 when some or all were not.`;

export interface ImportRfqsPorts extends ImportPorts {
  readonly desks: DeskSettingsStore;
}

/** Does what was typed, and gives the exit status. */
export const runImportRfqs = async (
  args: readonly string[],
  ports: ImportRfqsPorts,
  terminal: Terminal,
): Promise<number> => {
  const typed = read(args);
  if (typeof typed === 'string') return misused(typed, terminal);
  if (typed.isHelp) {
    terminal.result(USAGE);
    return EXIT.DONE;
  }
  const { file, desk } = typed;
  if ((await ports.desks.find(desk)) === undefined)
    return refused(`there is no desk ${JSON.stringify(desk)}`, terminal);
  const text = await readFile(file, 'utf8').catch((error: unknown) => error as NodeJS.ErrnoException);
  if (typeof text !== 'string') return refused(`${file} cannot be read (${text.code ?? text.message})`, terminal);
  const imported = await importQuoteRequests(ports, desk, csvTable(file, text));
  if (!imported.ok) return refused(imported.error.message, terminal);
  const { rows, requests, added, refused: refusals } = imported.value;
  for (const { reason, message } of refusals) terminal.complaint(`${message} (${reason})`);
  terminal.result(`${rows} rows: ${requests} requests, ${added} of them new; ${refusals.length} rows refused`);
  return refusals.length === 0 ? EXIT.DONE : EXIT.REFUSED;
};

const refused = (message: string, terminal: Terminal): number => {
  terminal.complaint(`import-rfqs: ${message}`);
  return EXIT.REFUSED;
};

const misused = (message: string, terminal: Terminal): number => {
  terminal.complaint(`import-rfqs: ${message}\n\n${USAGE}`);
  return EXIT.USAGE;
};

type Typed = { readonly isHelp: true } | { readonly isHelp: false; readonly file: string; readonly desk: string };

const read = (args: readonly string[]): Typed | string => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { desk: { type: 'string' }, help: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (values.help) return { isHelp: true };
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return 'takes one FILE.csv';
    return values.desk === undefined ? '--desk is missing' : { isHelp: false, file, desk: values.desk };
  } catch (error) {
    return (error as Error).message;
  }
};
