import { SignalTable } from '#domain/features';
import { exportTrainingSet, type DataCard, type ExportObserver } from '#application/export-training-set';
import { nodeDigests } from '#adapters/node-crypto';
import { Quarantine, RecordingError } from '#adapters/recordings';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, seedOf, type Terminal } from '../command.js';
import { openRecordings } from '../open-recordings.js';
import { readOverrides } from '../read-overrides.js';
import { TrainingSetFolder } from '../training-set-folder.js';

const USAGE = `
npm run replay -- export-training-set --session PATH [--session PATH ...] --out DIR [options]

  --session PATH      a recording: file, archive or folder; may be repeated; the format is recognised by content
  --out DIR           folder of the training set; an earlier one there is replaced
  --seed N            of the synthetic traders (default 1)
  --instruments FILE  JSON with terms of instruments (average daily volume, daily volatility, ...) that win over the recording's
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
    instruments: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const paths = required('session', values.session);
    const out = required('out', values.out);
    const seed = seedOf('seed', values.seed);
    const quarantine = new Quarantine();
    const sessions = await openRecordings(paths, quarantine);
    const overrides = await readOverrides(values.instruments);
    const store = await TrainingSetFolder.open(out);
    const exported = await exportTrainingSet(
      { sessions, surroundings: { overrides, signals: new SignalTable([]) }, seed },
      {
        store,
        digests: nodeDigests,
        observer: reportTo(terminal, values.json),
        quarantined: () => quarantine.countsByReason(),
      },
    ).catch((error: unknown) => {
      throw error instanceof RecordingError ? new CommandFailure(error.message) : error;
    });
    if (!exported.ok) throw new CommandFailure(exported.error.message);
    for (const line of summary(exported.value, out, values.json)) terminal.result(line);
  },
});

const reportTo = (terminal: Terminal, asJson: boolean): ExportObserver => ({
  working: (day, phase, index, days) => {
    const what = phase === 'ORDERS' ? 'cutting orders' : 'reading features';
    terminal.progress(`day ${index + 1} of ${days}, ${day}: ${what}`);
  },
  wrote: (part) => {
    if (asJson) terminal.result(JSON.stringify({ part }));
  },
});

const summary = (card: DataCard, out: string, asJson: boolean): readonly string[] => {
  const { rows, rowsByConfig, dropped, quarantined, seed, sha256 } = card;
  if (asJson) return [JSON.stringify({ trainingSet: { out, rows, rowsByConfig, dropped, quarantined, seed, sha256 } })];
  return [
    `${rows} rows of ${card.parts.length} instrument days in ${out}; what they are: ${out}/card.md`,
    ...Object.entries(rowsByConfig).map(([config, count]) => `  ${config.padEnd(8)} ${count}`),
    `content ${sha256}`,
  ];
};
