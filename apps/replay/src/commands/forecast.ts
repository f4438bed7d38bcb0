import { forecastOrders, type ForecastOrdersSummary } from '#application/forecast-orders';
import { readInstrumentFile } from '#adapters/instrument-file';
import { readSignalTable } from '#adapters/parquet';
import { Quarantine } from '#adapters/recordings';
import { CommandFailure } from '../command-failure.js';
import { defineCommand, required, type Terminal } from '../command.js';
import { openCsvList } from '../csv-list.js';
import { ForecastCsv } from '../forecast-csv.js';
import { listProgress } from '../list-progress.js';
import { openRecordings } from '../open-recordings.js';
import { serveOrderModels } from '../order-models.js';
import { signalSetAside } from '../signal-set-aside.js';

const USAGE = `
--orders FILE.csv --session PATH [--session PATH ...] --out FILE.csv [options]

  --orders FILE.csv   the orders, one in each line: columns id, symbol, day, start_ms, T_sec, side, shares; others are ignored
  --session PATH      a recording: file, archive or folder; may be repeated; the format is recognised by content
  --out FILE.csv      their forecasts in bps of the arrival mid, in the order of the list:
                      id, label (slip, peak, perm1, perm5, perm15), q05, q25, q50, q75, q95
  --models DIR        the models, in folders NAME/VERSION (default: those of the project); of each name the latest answers
  --model NAME        this model answers for every order, whatever it was fitted on
  --instruments FILE  JSON with terms of instruments (average daily volume, daily volatility, ...) that win over the recording's
  --signals FILE      series from outside the market, CSV or Parquet (docs/archive.md)
  --json              results as JSON lines: one per order that is refused, and one for the whole list

An order of 30, 120, 300 or 900 seconds that starts on a whole half minute is forecast as a window of flow, any other as an
order that is worked. The model that was fitted on the instrument answers, or else the one for any instrument. An order that
cannot be forecast is told by its line, and the rest goes on. The exit status is 0 when any was forecast, 1 when none was.
`;

/** `replay forecast`: the impact of a desk's own list of orders, from what was known before each of them. */
export const forecast = defineCommand({
  name: 'forecast',
  summary: "Forecasts the impact of a desk's own list of orders from what was known before each of them.",
  usage: USAGE,
  options: {
    orders: { type: 'string' },
    session: { type: 'string', multiple: true },
    out: { type: 'string' },
    models: { type: 'string' },
    model: { type: 'string' },
    instruments: { type: 'string' },
    signals: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run: async (values, terminal) => {
    const ordersPath = required('orders', values.orders);
    const paths = required('session', values.session);
    const outPath = required('out', values.out);
    const { columns, rows } = await openCsvList('orders', ordersPath);
    const sessions = await openRecordings(paths, new Quarantine());
    const surroundings = {
      overrides: await readInstrumentFile(values.instruments),
      signals: await readSignalTable(values.signals, signalSetAside(terminal)),
    };
    const models = await serveOrderModels(values.models, values.model, terminal);
    const out = await ForecastCsv.open(outPath);
    try {
      const answer = await forecastOrders(
        { columns, rows, sessions, surroundings },
        {
          models,
          observer: listProgress(terminal, values.json),
          write: (forecasts) => out.write(forecasts),
        },
      );
      if (!answer.ok) throw new CommandFailure(`--orders ${ordersPath}: ${answer.error.message}`);
      tell(answer.value, outPath, values.json, terminal);
      if (answer.value.forecast === 0) throw new CommandFailure('no order could be forecast');
      await out.finish();
    } finally {
      await models.close();
      await out.discard();
    }
  },
});

const tell = (summary: ForecastOrdersSummary, out: string, asJson: boolean, terminal: Terminal): void => {
  if (asJson) {
    terminal.result(JSON.stringify({ forecast: { out, ...summary } }));
    return;
  }
  const { orders, forecast: done, refused, answeredBy, slippageOnly } = summary;
  terminal.result(`${done} of ${orders} orders forecast, ${refused} refused; forecasts in ${out}`);
  for (const [model, count] of Object.entries(answeredBy)) terminal.result(`  ${count} by ${model}`);
  if (slippageOnly > 0) {
    terminal.result(`  of ${slippageOnly} the slippage only: peak and permanent impact need a trained model`);
  }
};
