import { exportTrainingSet, type DataCard, type ExportObserver } from '#application/export-training-set';
import { importOrders, type DeskOrders } from '#application/import-orders';
import { nodeDigests } from '#adapters/node-crypto';
import { readInstrumentFile } from '#adapters/instrument-file';
import { readSignalTable } from '#adapters/parquet';
import { Quarantine } from '#adapters/recordings';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, seedOf, type Terminal } from '../command.js';
import { openRecordings } from '../open-recordings.js';
import { readTable } from '../read-table.js';
import { signalSetAside } from '../signal-set-aside.js';
import { TrainingSetFolder } from '../training-set-folder.js';
import { UsageError } from '../usage-error.js';

const USAGE = `
--session PATH [--session PATH ...] --out DIR [options]

  --session PATH      a recording: file, archive or folder; may be repeated; the format is recognised by content
  --out DIR           folder of the training set; an earlier one there is replaced
  --seed N            of the synthetic traders (default 1)
  --orders FILE       a desk's own parent orders, CSV or Parquet; rows of their own (def P), with --fills
  --fills FILE        the fills of those orders
  --desk-only         no orders are cut out of the tape
  --instruments FILE  JSON with terms of instruments (average daily volume, daily volatility, ...) that win over the recording's
  --signals FILE      series from outside the market, CSV or Parquet (docs/archive.md)
  --json              results as JSON lines, one per instrument and day and one for the whole set
`;

/** `replay export-training-set`: labelled orders with their features at arrival, from recordings. */
export const exportTrainingSetCommand = defineCommand({
  name: 'export-training-set',
  summary: 'Cuts labelled orders with their features at arrival out of recordings.',
  usage: USAGE,
  options: {
    session: { type: 'string', multiple: true },
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    orders: { type: 'string' },
    fills: { type: 'string' },
    'desk-only': { type: 'boolean', default: false },
    instruments: { type: 'string' },
    signals: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const paths = required('session', values.session);
    const out = required('out', values.out);
    const seed = seedOf('seed', values.seed);
    const desk = await readDeskOrders(values);
    const quarantine = new Quarantine();
    const sessions = await openRecordings(paths, quarantine);
    const overrides = await readInstrumentFile(values.instruments);
    const signals = await readSignalTable(values.signals, signalSetAside(terminal));
    const store = await TrainingSetFolder.open(out);
    const exported = await exportTrainingSet(
      {
        sessions,
        surroundings: { overrides, signals },
        seed,
        ...(desk !== undefined && { desk }),
        ...(values['desk-only'] && { deskOnly: true }),
      },
      {
        store,
        digests: nodeDigests,
        observer: reportTo(terminal, values.json),
        quarantined: () => quarantine.countsByReason(),
        setAside: (row) => {
          quarantine.take(row);
        },
      },
    );
    if (!exported.ok) throw new CommandFailure(exported.error.message);
    for (const line of summary(exported.value, out, values.json)) terminal.result(line);
  },
});

const readDeskOrders = async (values: {
  readonly orders?: string | undefined;
  readonly fills?: string | undefined;
}): Promise<DeskOrders | undefined> => {
  const { orders, fills } = values;
  if (orders === undefined && fills === undefined) return undefined;
  if (orders === undefined || fills === undefined) {
    throw new UsageError('--orders and --fills belong together: give both');
  }
  const desk = importOrders(await readTable('orders', orders), await readTable('fills', fills));
  if (!desk.ok) throw new CommandFailure(desk.error.message);
  return desk.value;
};

const reportTo = (terminal: Terminal, asJson: boolean): ExportObserver => ({
  working: (day, phase, index, days) => {
    const what = phase === 'ORDERS' ? 'cutting orders' : 'reading features';
    terminal.progress(`day ${index + 1} of ${days}, ${day}: ${what}`);
  },
  wrote: (part) => {
    if (asJson) terminal.result(JSON.stringify({ part }));
  },
  refused: (row) => {
    if (asJson) terminal.result(JSON.stringify({ refused: row }));
    else terminal.progress(`${row.table}, line ${row.line}: ${row.reason}: ${row.message}`);
  },
});

const summary = (card: DataCard, out: string, asJson: boolean): readonly string[] => {
  const { rows, rowsByConfig, dropped, quarantined, deskOrders, seed, sha256 } = card;
  if (asJson) {
    const trainingSet = { out, rows, rowsByConfig, dropped, quarantined, deskOrders, seed, sha256 };
    return [JSON.stringify({ trainingSet })];
  }
  return [
    `${rows} rows of ${card.parts.length} instrument days in ${out}; what they are: ${out}/card.md`,
    ...Object.entries(rowsByConfig).map(([config, count]) => `  ${config.padEnd(8)} ${count}`),
    ...(deskOrders === undefined
      ? []
      : [`${deskOrders.rows} of ${deskOrders.orderRows} orders of the desk became rows`]),
    `content ${sha256}`,
  ];
};
